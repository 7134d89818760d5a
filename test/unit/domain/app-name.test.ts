import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldName, searchKey } from '../../../src/domain/app-name.js';

describe('names that people take for the same', () => {
  test.each([
    ['full width', 'ＶＩＰ商店', 'VIP商店'],
    ['an ideographic space', '점포　본점', '점포 본점'],
    ['a no-break space', 'prod\u00a0eu', 'prod eu'],
    ['several spaces', 'prod   eu ', 'prod eu'],
    ['a line break', 'prod\neu', 'prod eu'],
    ['curly quotes', '‘Kim’s’ “shop”', `'Kim's' "shop"`],
    ['a non-breaking hyphen', 'prod\u2011eu', 'prod-eu'],
    ['an en dash', 'prod–eu', 'prod-eu'],
    ['an em dash that came of two hyphens', 'prod—eu', 'prod--eu'],
    ['a full-width hyphen', 'prod－eu', 'prod-eu'],
    ['a variation selector', '❤\ufe0f shop', '❤ shop'],
    ['an emoji as shortcode', ':rocket: shop', '🚀 shop'],
    ['an emoji with a variation selector as shortcode', ':heart: shop', '❤️ shop'],
    ['an emoji by another name', ':thumbsup:', ':+1:'],
    ['a flag', ':flag-kr:', '🇰🇷'],
    ['a skin tone', ':wave::skin-tone-4:', '👋🏽'],
    ['an emoji of several', ':woman-woman-girl-boy:', '👩‍👩‍👧‍👦'],
    ['an emoji after a word and a colon', 'eu:unknown:rocket:', 'eu:unknown🚀'],
    ['decomposed letters', 'café', 'cafe\u0301'],
    ['decomposed Korean', '쇼핑몰', '쇼핑몰'.normalize('NFD')],
    ['half-width Korean and Japanese', 'ﾊﾟﾝ ﾾ', 'パン ㅎ'.normalize('NFKC')],
    ['look-alikes of the bot’s own texts', 'prodˍˍeu ∗x∗ ˋyˋ ∼z∼', 'prod__eu *x* `y` ~z~'],
    ['the word joiner of the bot’s own texts', 'im:\u2060cn:prod', 'im:cn:prod'],
    ['zero-width characters and marks of direction', '\u202esh\u200bop\u2069\ufeff', 'shop'],
  ])('%s: %j is %j', (_what, one, other) => {
    expect(foldName(one)).toBe(foldName(other));
  });
});

describe('names that differ', () => {
  test.each([
    ['case', 'Shop', 'shop'],
    ['accents', 'cafe', 'café'],
    ['one hyphen and two', 'prod-eu', 'prod--eu'],
    ['an underscore and a hyphen', 'prod_eu', 'prod-eu'],
    ['a backtick and an apostrophe', 'Kim`s', "Kim's"],
    ['an emoji and its name', 'rocket', '🚀'],
    ['custom emoji', ':acme:', ':umbrella-corp:'],
    ['spaces inside', 'shop eu', 'shopeu'],
  ])('by %s: %j is not %j', (_what, one, other) => {
    expect(foldName(one)).not.toBe(foldName(other));
  });
});

test.each([
  '',
  ' ',
  '\u3164',
  '\u200b\u200d',
  '\u2800',
  '\u115f\u1160',
  '\ufe0f',
  '\u{e0020}',
  '\u00ad',
  '\u180e',
  '\ud800',
])('of %j nothing is left', (name) => {
  expect(foldName(name)).toBe('');
});

test('folding twice is folding once, and a search key is found again by any spelling of it', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(...'aA:＿ˍ—–-“ \u3000\u200b:', 'rocket', 'skin-tone-2', '👩‍👧', '\u0301', '\u1161'),
    }),
  );
  fc.assert(
    fc.property(text, (name) => {
      const folded = foldName(name);
      expect(foldName(folded)).toBe(folded);
      expect(searchKey(folded)).toBe(searchKey(name));
    }),
  );
});
