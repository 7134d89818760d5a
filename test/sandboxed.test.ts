import { expect, test } from 'vitest';
import { readSettings } from '../src/config.js';
import { openLog } from '../src/log.js';
import { startSandboxed } from '../src/sandboxed.js';
import { later } from './support/databases.js';

/** What stands in the newest message of a channel, once it says something that fits. */
async function reads(address: string, wanted: RegExp): Promise<string> {
  let text = '';
  await expect
    .poll(
      async () => {
        const state = await (await fetch(`${address}/_sandbox/state?user=ann`)).json();
        text = JSON.stringify(state);
        return wanted.test(text);
      },
      { timeout: 10_000 },
    )
    .toBe(true);
  return text;
}

test('a month on the clock suspends a developer app, and extending it brings it back', async () => {
  const sandboxed = await startSandboxed(readSettings({ PORT: '0' }), openLog('silent'), () => new Date());
  later(() => sandboxed.stop());
  const ask = (what: string, body: object) =>
    fetch(`${sandboxed.address}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const types = (text: string) => ask('runCommand', { user: 'ann', channel: 'C0GENERAL', text });

  await types('/imapp list');
  await reads(sandboxed.address, /12 apps/);
  await types('/imapp show shop-dev');
  await reads(sandboxed.address, /shop-dev \(1400000003\)\*\\n\*State\*: active/);
  await ask('advance', { ms: 31 * 86_400_000 });
  await types('/imapp show shop-dev');
  await reads(sandboxed.address, /shop-dev \(1400000003\)\*\\n\*State\*: suspended/);
  await types('/imapp extend shop-dev');
  const preview = await reads(sandboxed.address, /"callback_id":"preview"/);
  const viewId = /"id":"(V[A-Z0-9]+)"/.exec(preview)?.[1];
  await ask('submit', { user: 'ann', viewId });
  await reads(sandboxed.address, /is valid until/);
  await types('/imapp list state=suspended');
  expect(await reads(sandboxed.address, /apps?\*\\n/)).not.toMatch(
    /shop-dev \(1400000003\) · Developer Edition · suspended/,
  );
}, 60_000);
