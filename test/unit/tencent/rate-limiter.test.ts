import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../src/tencent/rate-limiter.js';

/** A clock that stands still, and keeps for how long each who waits would wait. */
function stoppedClock() {
  const waits: number[] = [];
  return { waits, now: () => 1_000, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
}

test('one call per interval in a lane, in the order of asking', async () => {
  const clock = stoppedClock();
  const pace = createRateLimiter(clock, 1_100);
  await Promise.all([pace('a'), pace('a'), pace('a'), pace('b')]);
  expect(clock.waits).toEqual([1_100, 2_200]);
});

test('a call in two lanes waits for the later of both, and holds both', async () => {
  const clock = stoppedClock();
  const pace = createRateLimiter(clock, 1_000);
  await Promise.all([pace('app 1', 'list'), pace('app 2', 'list'), pace('app 2'), pace('app 1')]);
  expect(clock.waits).toEqual([1_000, 2_000, 1_000]);
});

test('a lane that was free for long makes up for nothing', async () => {
  let now = 0;
  const waits: number[] = [];
  const pace = createRateLimiter({ now: () => now, sleep: async (time) => void waits.push(time) }, 1_000);
  await pace('a');
  now = 60_000;
  await Promise.all([pace('a'), pace('a')]);
  expect(waits).toEqual([1_000]);
});
