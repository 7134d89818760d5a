import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../../../src/config/config.js';
import { startDemo } from '../../../src/demo/start.js';
import { createLogger } from '../../../src/observability/log.js';
import { afterTest, createTempDirectory } from '../../support/databases.js';

/** The workspace's state as JSON text, once it matches. */
async function waitForState(address: string, wanted: RegExp): Promise<string> {
  let text = '';
  await expect
    .poll(async () => {
      const state = await (await fetch(`${address}/_sandbox/state?user=ann`)).json();
      text = JSON.stringify(state);
      return wanted.test(text);
    })
    .toBe(true);
  return text;
}

test('demo: advancing the clock by a month suspends a developer app, and extending it reactivates it', async () => {
  const sandboxed = await startDemo(readSettings({ PORT: '0' }), {
    log: createLogger('silent'),
    wallClock: () => new Date(),
  });
  afterTest(() => sandboxed.stop());
  const ask = (what: string, body: object) =>
    fetch(`${sandboxed.address}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const types = (text: string) => ask('runCommand', { user: 'ann', channel: 'C0GENERAL', text });

  await types('/imapp list');
  await waitForState(sandboxed.address, /12 apps/);
  await types('/imapp show shop-dev');
  await waitForState(sandboxed.address, /shop-dev \(1400000003\)\*\\n\*State\*: active/);
  await ask('advance', { ms: 31 * 86_400_000 });
  await types('/imapp show shop-dev');
  await waitForState(sandboxed.address, /shop-dev \(1400000003\)\*\\n\*State\*: suspended/);
  await types('/imapp extend shop-dev');
  const preview = await waitForState(sandboxed.address, /"callback_id":"preview"/);
  const viewId = /"id":"(V[A-Z0-9]+)"/.exec(preview)?.[1];
  await ask('submit', { user: 'ann', viewId });
  await waitForState(sandboxed.address, /is valid until/);
  await types('/imapp list state=suspended');
  expect(await waitForState(sandboxed.address, /apps?\*\\n/)).not.toMatch(
    /shop-dev \(1400000003\) · Developer Edition · suspended/,
  );
});

test('with a directory to keep it in, the demo goes on where it was', async () => {
  const keepIn = join(await createTempDirectory(), 'kept');
  const options = { log: createLogger('silent'), wallClock: () => new Date(), keepIn };
  const send = (address: string, command: string, body: object) =>
    fetch(`${address}/_sandbox/${command}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const ann = { user: 'ann', channel: 'C0GENERAL' };

  const before = await startDemo(readSettings({ PORT: '0' }), options);
  await send(before.address, 'say', { ...ann, text: 'said before the restart' });
  await send(before.address, 'advance', { ms: 31 * 86_400_000 });
  await before.stop();

  const after = await startDemo(readSettings({ PORT: '0' }), options);
  afterTest(() => after.stop());
  await waitForState(after.address, /said before the restart/);
  await send(after.address, 'runCommand', { ...ann, text: '/imapp show shop-dev' });
  await waitForState(after.address, /shop-dev \(1400000003\)\*\\n\*State\*: suspended/);
});

test('demo: the page shows the advanced time, and a reset deletes everything and returns to the present', async () => {
  const place = await createTempDirectory();
  vi.stubEnv('TMPDIR', place);
  const sandboxed = await startDemo(readSettings({ PORT: '0' }), {
    log: createLogger('silent'),
    wallClock: () => new Date(),
  });
  afterTest(async () => {
    await sandboxed.stop();
    vi.unstubAllEnvs();
    expect(await readdir(place)).toEqual([]);
  });
  const ask = async (what: string, body: object) => {
    const response = await fetch(`${sandboxed.address}/_sandbox/${what}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
  };
  const read = async (path: string) => (await fetch(sandboxed.address + path)).text();
  const botNow = async (): Promise<number> => JSON.parse(await read('/clock')).now;
  const month = 31 * 86_400_000;
  const asked = { user: 'ann', channel: 'C0NOTICES' };

  await ask('say', { ...asked, text: 'before' });
  await ask('advance', { ms: month });
  await ask('runCommand', { ...asked, text: '/imapp show shop-dev' });
  const later31 = await waitForState(sandboxed.address, /State\*: suspended/);
  const times = [...later31.matchAll(/"ts":"(\d+\.\d{6})","channel"/g)].map((found) => Number(found[1]) * 1000);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(month - 1000);

  await ask('reset', {});
  expect(Math.abs((await botNow()) - Date.now())).toBeLessThan(60_000);
  expect(await waitForState(sandboxed.address, /conversations/)).not.toMatch(/before|suspended/);
  await ask('runCommand', { ...asked, text: '/imapp show shop-dev' });
  const anew = await waitForState(sandboxed.address, /shop-dev \(1400000003\)\*\\n\*State\*: active/);
  const ts = Number(/"ts":"(\d+\.\d{6})"/.exec(anew)?.[1]) * 1000;
  expect(Math.abs(ts - Date.now())).toBeLessThan(60_000);

  const usage: { apps: object[]; metrics: object[] } = JSON.parse(await read('/_sandbox/usage'));
  expect(usage.apps).toHaveLength(12);
  expect(usage.apps[0]).toEqual({ id: 1400000001, name: 'shop-live' });
  expect(usage.metrics).toContainEqual({
    id: 'registeredUsers',
    label: { en: 'Registered users', ko: expect.any(String), zh: expect.any(String) },
  });
});
