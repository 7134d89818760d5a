import { expect, test } from 'vitest';
import { createReplayGuard } from '../../../src/slack/receiver/replay-guard.js';

function guardWithClock() {
  let time = 1_000_000;
  const advanceMinutes = (minutes: number) => {
    time += minutes * 60_000;
  };
  return { isReplay: createReplayGuard(() => new Date(time)), advanceMinutes };
}

test('replay guard: a key seen before is a replay, any other is not', () => {
  const { isReplay } = guardWithClock();
  expect(['a', 'b', 'a', 'a', 'c'].map(isReplay)).toEqual([false, false, true, true, false]);
});

test('replay guard: a key is remembered for longer than its signature is valid, and then forgotten', () => {
  const { isReplay, advanceMinutes } = guardWithClock();
  isReplay('a');
  advanceMinutes(10);
  expect(isReplay('a')).toBe(true);
  advanceMinutes(60);
  expect(isReplay('a')).toBe(false);
});

test('replay guard: the number of keys is limited; the oldest are forgotten first', () => {
  const { isReplay } = guardWithClock();
  for (let i = 0; i < 200_000; i++) isReplay(`key ${i}`);
  expect(isReplay('key 199999')).toBe(true);
  expect(isReplay('key 0')).toBe(false);
});

test('replay guard: an empty key is never a replay', () => {
  const { isReplay } = guardWithClock();
  expect(isReplay('')).toBe(false);
  expect(isReplay('')).toBe(false);
});
