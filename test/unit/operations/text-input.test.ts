import { expect, test } from 'vitest';
import { normalizeLines, parseAppId } from '../../../src/operations/text-input.js';

test.each([
  ['1400000001', 1_400_000_001],
  [' １４００_000,001 ', 1_400_000_001],
  ['2147483647', 2_147_483_647],
  ['2147483648', null],
  ['9999999999', null],
  ['-1', null],
  ['', null],
])('parseAppId(%j) is %j', (typed, id) => expect(parseAppId(typed)).toBe(id));

test.each([
  [' because\r\nof \u0000\u202ethis\ud800\r\n ', 'because\nof this'],
  ['a\tb', 'a b'],
  ['\u0000\n\u200b', ''],
])('normalizeLines keeps line breaks and drops invisible characters: %j', (typed, normalized) =>
  expect(normalizeLines(typed)).toBe(normalized),
);
