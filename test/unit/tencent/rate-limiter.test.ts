import { expect, test } from 'vitest';
import { createRateLimiter } from '../../../src/tencent/rate-limiter.js';

/** A clock that does not move; records how long each call would wait. */
function stoppedClock() {
  const waits: number[] = [];
  return { waits, now: () => 1_000, sleep: async (milliseconds: number) => void waits.push(milliseconds) };
}

test('rate limiter: one call per key and interval, in the order of the calls', async () => {
  const clock = stoppedClock();
  const wait = createRateLimiter(clock, 1_100);
  await Promise.all([wait('a'), wait('a'), wait('a'), wait('b')]);
  expect(clock.waits).toEqual([1_100, 2_200]);
});

test('rate limiter: a call with two keys waits for both and reserves both', async () => {
  const clock = stoppedClock();
  const wait = createRateLimiter(clock, 1_000);
  await Promise.all([wait('app 1', 'list'), wait('app 2', 'list'), wait('app 2'), wait('app 1')]);
  expect(clock.waits).toEqual([1_000, 2_000, 1_000]);
});

test('rate limiter: a key that was idle allows no burst', async () => {
  let now = 0;
  const waits: number[] = [];
  const wait = createRateLimiter({ now: () => now, sleep: async (time) => void waits.push(time) }, 1_000);
  await wait('a');
  now = 60_000;
  await Promise.all([wait('a'), wait('a')]);
  expect(waits).toEqual([1_000]);
});
