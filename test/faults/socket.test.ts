import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import type { Fault } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { openLine } from '../fuzz/fake-socket-mode.js';
import { createHarness } from '../integration/slack/harness.js';
import { settings, startBotInWorkspace } from '../support/bot.js';
import { afterTest } from '../support/databases.js';
import { startFakeSlack } from '../support/fake-slack.js';
import { freePort } from '../support/free-port.js';

const [, , overSocket] = settings;
const opening = 'apps.connections.open';

describe('a socket that breaks, and then Slack gives no other', () => {
  const hows: Readonly<Record<string, Omit<Fault, 'on'>>> = {
    'since the connection breaks': { reset: true, times: 3 },
    'for it is in trouble': { status: 503 },
    'and says so': { error: 'internal_error' },
    'for the app is switched off for a while': { error: 'account_inactive', times: 2 },
    'and does not answer': { hang: true },
  };

  test.each(Object.entries(hows))('%s: /readyz says so, and it comes back by itself', async (_how, fault) => {
    const { workspace, bot, ann } = await startBotInWorkspace(overSocket);
    const ready = async () => {
      const response = await fetch(`http://127.0.0.1:${bot.port}/readyz`);
      return [response.status, await response.text()];
    };
    const faults = async () => (await fetch(`${workspace.origin}/_sandbox/faults`)).text();
    await workspace.control.fault({ on: opening, ...fault });
    await workspace.control.disconnect({ abrupt: true });
    await expect.poll(ready).toEqual([200, 'ready\nslack: the socket is closed\n']);
    await expect.poll(faults).not.toContain(opening);
    await expect.poll(ready).toEqual([200, 'ready\n']);
    expect(await ann.types('/imapp help')).toEqual({ ok: true });
    await ann.sees('What you can do', '#general');
  });
});

/** An address that accepts connections and never responds. */
async function silentUrl(): Promise<string> {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  afterTest(async () => void server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

describe('a socket that breaks, and then Slack names an address', () => {
  test.each([
    ['where nobody listens', async () => `ws://127.0.0.1:${await freePort()}/`, 2],
    ['where nobody says anything', silentUrl, 2],
  ] as const)('%s: it is tried again until there is a socket', async (_where, address, times) => {
    const line = await openLine();
    const slack = await startFakeSlack({ [opening]: { url: line.url } });
    const { app } = await createHarness({ slack, settings: { appToken: 'xapp-secret' } });
    await expect.poll(() => app.isUp()).toBe(true);
    slack.answers[opening] = { url: await address() };
    line.drop();
    await expect.poll(() => app.isUp()).toBe(false);
    await expect.poll(() => slack.count(opening)).toBeGreaterThan(times);
    expect(app.isUp()).toBe(false);
    slack.answers[opening] = { url: line.url };
    await expect.poll(() => app.isUp()).toBe(true);
  });

  test('and stopped meanwhile asks for no other', async () => {
    const line = await openLine();
    const slack = await startFakeSlack({ [opening]: { url: line.url } });
    const { app } = await createHarness({ slack, settings: { appToken: 'xapp-secret' } });
    slack.answers[opening] = 'reset';
    line.drop();
    await expect.poll(() => slack.count(opening)).toBe(2);
    await app.stop();
    slack.answers[opening] = { url: line.url };
    await line.opened(1);
    expect(app.isUp()).toBe(false);
  });
});
