import { expect, test } from 'vitest';
import { matchesAppName } from '../../../src/changes/confirmation.js';

test.each([
  ['shop', 'shop', true],
  ['  shop\n', 'shop', true],
  ['Shop', 'shop', false],
  ['shop ', 'shop 2', false],
  ['', 'shop', false],
  ['Kim\u2019s \u201cshop\u201d', 'Kim\'s "shop"', true],
  ['Kim`s', "Kim's", false],
  ['cafe\u0301', 'café', true],
  ['cafe', 'café', false],
  ['shop\u200b', 'sh\u202eop', true],
  ['쇼핑몰', '쇼핑몰'.normalize('NFD'), true],
])('%j typed for %j: %s', (typed, name, expected) => {
  expect(matchesAppName(typed, name)).toBe(expected);
});
