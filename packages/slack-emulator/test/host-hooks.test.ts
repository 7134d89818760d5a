import { describe, expect, test } from 'vitest';
import { createManualClock } from '../src/index.js';
import { stringIn } from '../src/json.js';
import type { UsageReading } from '../src/usage.js';
import { modal } from './fixtures.js';
import { approvals, issueTrigger, kim, startHarness, startStubBot } from './harness.js';

/** A wall clock, and a `now` that can jump ahead of it. */
function createTwoClocks() {
  const wall = createManualClock(Date.now());
  let offsetMs = 0;
  return {
    wall,
    leap: (ms: number) => {
      offsetMs += ms;
    },
    options: { now: () => wall.now() + offsetMs, wallClock: wall.now, schedule: wall.schedule },
  };
}

const month = 31 * 86_400_000;

describe('a jump of the clock', () => {
  test('shows on messages, whose timestamps still increase', async () => {
    const { options, wall, leap: jump } = createTwoClocks();
    const harness = await startHarness(options);
    const say = async () =>
      String((await harness.call('chat.postMessage', { channel: approvals, text: 'a' })).body['ts']);
    const before = await say();
    jump(month);
    const after = [await say(), await say()];
    expect(Number(before) * 1000).toBeCloseTo(wall.now(), 0);
    expect(Number(after[0]) * 1000).toBeCloseTo(wall.now() + month, 0);
    expect([before, ...after]).toEqual([before, ...after].sort());
    expect(new Set(after).size).toBe(2);
  });

  test('does not affect signatures, triggers, response URLs and rate limits', async () => {
    const { options, wall, leap: jump } = createTwoClocks();
    const harness = await startHarness({ ...options, strictRate: true });
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').types('/imapp');
    const id = await issueTrigger(harness);
    const post = () => harness.call('chat.postMessage', { channel: approvals, text: 'a' });
    await post();
    jump(month);
    expect((await post()).status).toBe(429);
    expect((await harness.call('views.open', { trigger_id: id, view: modal() })).body['ok']).toBe(true);
    const command = bot.received.find((each) => each.payload['response_url'] !== undefined)?.payload ?? {};
    const answer = await fetch(stringIn(command, 'response_url') ?? '', { method: 'POST', body: '{"text":"late"}' });
    expect(answer.status).toBe(200);
    await harness.workspace.user('kim').types('/imapp');
    const signedAt = Number(bot.received.at(-1)?.headers['x-slack-request-timestamp']);
    expect(signedAt).toBe(Math.floor(wall.now() / 1000));
  });

  test('does not stop triggers and response URLs from expiring', async () => {
    const { options, wall, leap: jump } = createTwoClocks();
    jump(month);
    const harness = await startHarness(options);
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').types('/imapp');
    const payload = bot.lastPayload();
    wall.advance(3001);
    const trigger_id = stringIn(payload, 'trigger_id') ?? '';
    expect((await harness.call('views.open', { trigger_id, view: modal() })).body['error']).toBe('expired_trigger_id');
    wall.advance(30 * 60_000);
    const answer = await fetch(stringIn(payload, 'response_url') ?? '', { method: 'POST', body: '{"text":"late"}' });
    expect(await answer.text()).toContain('expired_url');
  });

  test('shows in the traffic log, whose durations stay real', async () => {
    const { options, wall, leap: jump } = createTwoClocks();
    const harness = await startHarness({ ...options, onAdvance: () => {} });
    jump(month);
    await harness.workspace.control.fault({ on: 'auth.test', delayMs: 2000 });
    const asking = harness.call('auth.test');
    await harness.workspace.until(() => wall.dueInMs().includes(2000), 'the delay');
    jump(month);
    wall.advance(2000);
    await asking;
    const [entry] = harness.workspace.traffic();
    expect(entry?.at).toBe(wall.now() - 2000 + month);
    expect((entry?.answeredAt ?? 0) - (entry?.at ?? 0)).toBe(2000);
  });
});

describe('reset', () => {
  test('is handled by the host, which empties the workspace', async () => {
    const seen: number[] = [];
    const harness = await startHarness({
      onReset: async (empty) => {
        seen.push(count());
        await Promise.resolve();
        empty();
        seen.push(count());
      },
    });
    const count = () => Object.values(harness.workspace.state().messages).flat().length;
    await harness.workspace.control.say({ user: kim, channel: approvals, text: 'hi' });
    await harness.workspace.control.reset({});
    expect(seen).toEqual([1, 0]);
  });

  test('does not reissue timestamps, and follows a clock that was set back', async () => {
    const { options, wall, leap: jump } = createTwoClocks();
    const onReset = (empty: () => void): void => {
      jump(-month);
      empty();
    };
    const harness = await startHarness({ ...options, onReset });
    const say = async () => (await harness.workspace.control.say({ user: kim, channel: approvals, text: 'hi' })).ts;
    const past = [await say(), await say()];
    jump(month);
    await say();
    wall.advance(1000);
    await harness.workspace.control.reset({});
    const anew = Number(await say());
    expect(anew * 1000).toBeCloseTo(wall.now(), 0);
    expect(anew).toBeGreaterThan(Number(past.at(-1)));
  });
});

describe('usage', () => {
  const reading: UsageReading = { sdkAppId: 1400000001, metric: 'users', value: 80 };
  const source = (onReading: (reading: UsageReading) => Promise<void>) => ({
    usage: {
      metrics: [{ id: 'users', label: { en: 'Users', ko: '사용자', zh: '用户' } }],
      apps: () => [{ id: 1400000001, name: 'shop' }],
      onReading,
    },
  });

  test('a reading is passed to the host', async () => {
    const got: UsageReading[] = [];
    const harness = await startHarness(source(async (one) => void got.push(one)));
    expect(await harness.workspace.control.reading(reading)).toEqual({ ok: true });
    expect(got).toEqual([reading]);
    const offered = await (await fetch(`${harness.workspace.origin}/_sandbox/usage`)).json();
    expect(offered).toMatchObject({ metrics: [{ id: 'users' }], apps: [{ name: 'shop' }] });
  });

  test("a rejected reading returns the host's message", async () => {
    const harness = await startHarness(source(() => Promise.reject(new Error('404 Not Found'))));
    expect(await harness.workspace.control.reading(reading)).toEqual({
      ok: false,
      code: 'reading_refused',
      text: '404 Not Found',
    });
  });

  test('is empty without a usage source', async () => {
    const harness = await startHarness();
    expect(await (await fetch(`${harness.workspace.origin}/_sandbox/usage`)).json()).toEqual({ metrics: [], apps: [] });
    await expect(harness.workspace.control.reading(reading)).rejects.toThrow('has no usage source');
  });
});
