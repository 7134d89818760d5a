import { describe, expect, test } from 'vitest';
import { manualClock } from '../src/index.js';
import { stringIn } from '../src/json.js';
import type { UsageReading } from '../src/usage.js';
import { modal } from './fixtures.js';
import { approvals, kim, plainBot, stage, trigger } from './harness.js';

/** A clock that people see, ahead of the one that passes. */
function twoClocks() {
  const wall = manualClock(Date.now());
  let ahead = 0;
  return {
    wall,
    leap: (ms: number) => {
      ahead += ms;
    },
    options: { now: () => wall.now() + ahead, wallClock: wall.now, schedule: wall.schedule },
  };
}

const month = 31 * 86_400_000;

describe('a clock that leaps', () => {
  test('is the one on messages, which still rise', async () => {
    const { options, wall, leap } = twoClocks();
    const here = await stage(options);
    const say = async () => String((await here.call('chat.postMessage', { channel: approvals, text: 'a' })).body['ts']);
    const before = await say();
    leap(month);
    const after = [await say(), await say()];
    expect(Number(before) * 1000).toBeCloseTo(wall.now(), 0);
    expect(Number(after[0]) * 1000).toBeCloseTo(wall.now() + month, 0);
    expect([before, ...after]).toEqual([before, ...after].sort());
    expect(new Set(after).size).toBe(2);
  });

  test('is not the one that signs, nor the one by which triggers, response URLs and waits run out', async () => {
    const { options, wall, leap } = twoClocks();
    const here = await stage({ ...options, strictRate: true });
    const bot = await plainBot(here);
    await here.workspace.user('kim').types('/imapp');
    const id = await trigger(here);
    const post = () => here.call('chat.postMessage', { channel: approvals, text: 'a' });
    await post();
    leap(month);
    expect((await post()).status).toBe(429);
    expect((await here.call('views.open', { trigger_id: id, view: modal() })).body['ok']).toBe(true);
    const command = bot.received.find((each) => each.payload['response_url'] !== undefined)?.payload ?? {};
    const answer = await fetch(stringIn(command, 'response_url') ?? '', { method: 'POST', body: '{"text":"late"}' });
    expect(answer.status).toBe(200);
    await here.workspace.user('kim').types('/imapp');
    const signedAt = Number(bot.received.at(-1)?.headers['x-slack-request-timestamp']);
    expect(signedAt).toBe(Math.floor(wall.now() / 1000));
  });

  test('once it has leapt, triggers and response URLs still run out as ever', async () => {
    const { options, wall, leap } = twoClocks();
    leap(month);
    const here = await stage(options);
    const bot = await plainBot(here);
    await here.workspace.user('kim').types('/imapp');
    const payload = bot.last();
    wall.advance(3001);
    const trigger_id = stringIn(payload, 'trigger_id') ?? '';
    expect((await here.call('views.open', { trigger_id, view: modal() })).body['error']).toBe('expired_trigger_id');
    wall.advance(30 * 60_000);
    const answer = await fetch(stringIn(payload, 'response_url') ?? '', { method: 'POST', body: '{"text":"late"}' });
    expect(await answer.text()).toContain('expired_url');
  });

  test('shows when something went over the wire, and how long it really took', async () => {
    const { options, wall, leap } = twoClocks();
    const here = await stage({ ...options, onAdvance: () => {} });
    leap(month);
    await here.workspace.control.fault({ on: 'auth.test', delayMs: 2000 });
    const asking = here.call('auth.test');
    await here.workspace.until(() => wall.dueInMs().includes(2000), 'the delay');
    leap(month);
    wall.advance(2000);
    await asking;
    const [entry] = here.workspace.traffic();
    expect(entry?.at).toBe(wall.now() - 2000 + month);
    expect((entry?.answeredAt ?? 0) - (entry?.at ?? 0)).toBe(2000);
  });
});

describe('starting over', () => {
  test("is the host's matter, who says when the workspace is emptied", async () => {
    const seen: number[] = [];
    const here = await stage({
      onReset: async (empty) => {
        seen.push(count());
        await Promise.resolve();
        empty();
        seen.push(count());
      },
    });
    const count = () => Object.values(here.workspace.state().messages).flat().length;
    await here.workspace.control.say({ user: kim, channel: approvals, text: 'hi' });
    await here.workspace.control.reset({});
    expect(seen).toEqual([1, 0]);
  });

  test('a timestamp never comes twice, and none stays ahead of a clock that went back', async () => {
    const { options, wall, leap } = twoClocks();
    const onReset = (empty: () => void): void => {
      leap(-month);
      empty();
    };
    const here = await stage({ ...options, onReset });
    const say = async () => (await here.workspace.control.say({ user: kim, channel: approvals, text: 'hi' })).ts;
    const past = [await say(), await say()];
    leap(month);
    await say();
    wall.advance(1000);
    await here.workspace.control.reset({});
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

  test('a reading goes to the host', async () => {
    const got: UsageReading[] = [];
    const here = await stage(source(async (one) => void got.push(one)));
    expect(await here.workspace.control.reading(reading)).toEqual({ ok: true });
    expect(got).toEqual([reading]);
    const offered = await (await fetch(`${here.workspace.origin}/_sandbox/usage`)).json();
    expect(offered).toMatchObject({ metrics: [{ id: 'users' }], apps: [{ name: 'shop' }] });
  });

  test('what the bot says against it comes back', async () => {
    const here = await stage(source(() => Promise.reject(new Error('404 Not Found'))));
    expect(await here.workspace.control.reading(reading)).toEqual({
      ok: false,
      code: 'reading_refused',
      text: '404 Not Found',
    });
  });

  test('without a host that knows of any, there is none', async () => {
    const here = await stage();
    expect(await (await fetch(`${here.workspace.origin}/_sandbox/usage`)).json()).toEqual({ metrics: [], apps: [] });
    await expect(here.workspace.control.reading(reading)).rejects.toThrow('has no usage source');
  });
});
