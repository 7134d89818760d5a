import { expect, test } from 'vitest';
import { createTokenGuesses } from '../../../src/api/token-guesses.js';

function guesses() {
  let at = 0;
  const { failed } = createTokenGuesses(() => at);
  return {
    failed,
    pass(seconds: number) {
      at += seconds * 1000;
    },
    /** How many of so many failures at once are free. */
    free: (count: number, address: string) =>
      Array.from({ length: count }, () => failed(address)).filter((slowed) => slowed === null).length,
  };
}

test('ten invalid tokens of an address are free, the next ones are slowed, others are not', async () => {
  const { free, failed } = guesses();
  expect(free(15, '203.0.113.9')).toBe(10);
  expect(await failed('203.0.113.9')).toBe(6);
  expect(free(15, '203.0.113.10')).toBe(10);
});

test('one more is free every six seconds, and ten again after a minute', () => {
  const { free, pass } = guesses();
  free(20, 'a');
  pass(6);
  expect(free(5, 'a')).toBe(1);
  pass(66);
  expect(free(20, 'a')).toBe(10);
});
