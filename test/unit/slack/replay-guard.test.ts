import { expect, test } from 'vitest';
import { createReplayGuard } from '../../../src/slack/receiver/replay-guard.js';

function replays() {
  let time = 1_000_000;
  const pass = (minutes: number) => {
    time += minutes * 60_000;
  };
  return { replayed: createReplayGuard(() => new Date(time)), pass };
}

test('what came before is a replay, anything else is not', () => {
  const { replayed } = replays();
  expect(['a', 'b', 'a', 'a', 'c'].map(replayed)).toEqual([false, false, true, true, false]);
});

test('it is remembered for as long as its signature is good', () => {
  const { replayed, pass } = replays();
  replayed('a');
  pass(10);
  expect(replayed('a')).toBe(true);
  pass(60);
  expect(replayed('a')).toBe(false);
});

test('it remembers much, but not without end', () => {
  const { replayed } = replays();
  for (let i = 0; i < 200_000; i++) replayed(`key ${i}`);
  expect(replayed('key 199999')).toBe(true);
  expect(replayed('key 0')).toBe(false);
});

test('what has no key is not taken for the same as anything else', () => {
  const { replayed } = replays();
  expect(replayed('')).toBe(false);
  expect(replayed('')).toBe(false);
});
