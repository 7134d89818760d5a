import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { startWorkspace, type Workspace } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { settings, startBotInWorkspace } from '../support/bot.js';
import { compiled } from '../support/compiled.js';
import { afterTest, createDataDirectory } from '../support/databases.js';
import { freePort } from '../support/free-port.js';
import { startProcess, stopProcess } from '../support/process.js';

/** Waits until the bot has called this method of Slack and waits for the response. */
function untilPending(workspace: Workspace, method: string): Promise<true> {
  const waiting = () => workspace.traffic().some(({ name, answeredAt }) => name === method && answeredAt === undefined);
  return workspace.until(
    () => waiting() || undefined,
    () => `the bot never asked for ${method}`,
  );
}

describe.each(settings)('stopping, over $name', (how) => {
  test('a command that is already acknowledged still gets its form', async () => {
    const { workspace, bot, ann } = await startBotInWorkspace(how);
    await workspace.control.fault({ on: 'views.open', delayMs: 700 });
    await ann.types('/imapp register 1400000001');
    await untilPending(workspace, 'views.open');
    await bot.stop();
    expect(ann.screen('modal')).toContain('Data center');
  });

  test('a command that is not acknowledged yet gets its response', async () => {
    const { workspace, bot, ann } = await startBotInWorkspace(how);
    await workspace.control.fault({ on: 'users.info', delayMs: 700 });
    const typed = ann.types('/imapp help');
    await untilPending(workspace, 'users.info');
    await bot.stop();
    expect(await typed).toEqual({ ok: true });
    expect(ann.canSee('What you can do')).toBe(true);
  });
});

describe('a broken Socket Mode connection', () => {
  const startBroken = async () => {
    const harness = await startBotInWorkspace(settings[2]);
    const ready = async () => (await fetch(`http://127.0.0.1:${harness.bot.port}/readyz`)).text();
    expect(await ready()).toBe('ready\n');
    await harness.workspace.control.disconnect({ abrupt: true });
    await expect.poll(ready).toBe('ready\nslack: the socket is closed\n');
    return { ...harness, ready };
  };

  test('shows in /readyz, which stays 200, until it is connected again', async () => {
    const { ann, ready } = await startBroken();
    await expect.poll(ready).toBe('ready\n');
    expect(await ann.types('/imapp help')).toEqual({ ok: true });
  });

  test('does not delay stopping', async () => {
    const { bot } = await startBroken();
    const begun = performance.now();
    await bot.stop();
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

const [overHttp] = settings;

/** The response to a GET over a kept-alive connection. */
function getWithAgent(agent: Agent, url: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode ?? 0, text });
    }).once('error', reject);
  });
}

describe('stopping over HTTP', () => {
  test('makes /readyz fail for the drain time, in which requests are still served', async () => {
    const { bot, ann } = await startBotInWorkspace(overHttp, { DRAIN_SECONDS: '1' });
    const ready = () => fetch(`http://127.0.0.1:${bot.port}/readyz`);
    expect((await ready()).status).toBe(200);
    const stopped = bot.stop();
    const answer = await ready();
    expect([answer.status, await answer.text()]).toEqual([503, 'not ready: stopping\n']);
    expect(await ann.types('/imapp help')).toEqual({ ok: true });
    await stopped;
    await expect(ready()).rejects.toThrow();
  });

  test('does not wait for idle connections', async () => {
    const { bot } = await startBotInWorkspace(overHttp);
    const agent = new Agent({ keepAlive: true });
    afterTest(async () => agent.destroy());
    await getWithAgent(agent, `http://127.0.0.1:${bot.port}/healthz`);
    const silent = connect(bot.port, '127.0.0.1');
    await once(silent, 'connect');
    const begun = performance.now();
    await bot.stop();
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});

test('the process exits with 0 on SIGTERM after finishing its work, and at once on a second signal', async () => {
  const secrets = { botToken: 'xoxb-stopped', appToken: 'xapp-stopped', signingSecret: 'a-secret' };
  const workspace = await startWorkspace({
    ...secrets,
    scopes: ['commands', 'users:read'],
    now: Date.now,
    strictRate: 'off',
  });
  afterTest(() => workspace.close());
  const port = await freePort();
  const program = join(compiled(), 'main.js');
  workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  const env = {
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: workspace.url,
    OPERATORS: 'U00000ANN',
    HOST: '127.0.0.1',
    PORT: String(port),
    DATA_DIR: await createDataDirectory(),
  };
  const ann = workspace.user('ann');
  const openForm = async () => {
    await workspace.control.fault({ on: 'views.open', delayMs: 1_500 });
    await ann.types('/imapp register 1400000001');
    await untilPending(workspace, 'views.open');
  };

  const first = await startProcess(program, env);
  await openForm();
  expect(await stopProcess(first, 'SIGTERM')).toBe(0);
  expect(ann.screen('modal')).toContain('Data center');

  const second = await startProcess(program, env);
  await ann.closes();
  await openForm();
  second.kill('SIGTERM');
  await once(second.stdout ?? second, 'data');
  expect(await stopProcess(second, 'SIGINT')).toBe(1);
  expect(ann.screen('modal')).not.toContain('Data center');
});
