import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Workspace } from '@imapp/slack-emulator';
import { secrets } from '../../../packages/slack-emulator/test/page/support/page-harness.js';

/** The compiled bot, in a process of its own, talking to a workspace over HTTP. */
export async function startBot(workspace: Workspace, at: { dist: string; data: string }): Promise<() => Promise<void>> {
  const port = await freePort();
  const child = spawn(process.execPath, [join(at.dist, 'main.js')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...settings(workspace.url), PORT: String(port), DATA_DIR: at.data },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-5000);
    });
  }
  workspace.setRequestUrl(`http://127.0.0.1:${port}/slack/events`);
  await ready(`http://127.0.0.1:${port}/readyz`, child).catch((cause: unknown) => {
    throw new Error(`the bot did not start: ${said}`, { cause });
  });
  return async () => {
    child.kill('SIGTERM');
    if (child.exitCode === null) await once(child, 'exit');
  };
}

function settings(apiUrl: string): Record<string, string> {
  return {
    NODE_ENV: 'test',
    SLACK_BOT_TOKEN: secrets.botToken,
    SLACK_SIGNING_SECRET: secrets.signingSecret,
    SLACK_API_URL: apiUrl,
    APPROVALS_CHANNEL: 'C0APPROVE',
    NOTICES_CHANNEL: 'C0NOTICES',
    OPERATORS: 'U00000ANN,U00000KIM',
    APPROVERS: 'S0ONCALL1',
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + 60_000;
  while (Date.now() < until && child.exitCode === null) {
    const up = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(child.exitCode === null ? 'it was never ready' : `it ended with ${child.exitCode}`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('there is no free port');
  return address.port;
}
