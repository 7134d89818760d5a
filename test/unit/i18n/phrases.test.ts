import { describe, expect, test } from 'vitest';
import { languages } from '../../../src/i18n/language.js';
import { operations } from '../../../src/operations/index.js';
import { allPhrases } from '../../../src/phrases.js';

describe('all phrases', () => {
  test('have unique names', () => {
    const names = allPhrases.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(operations.map(({ name }) => name)));
  });

  /** The holes of a text, each with its kind, in alphabetical order. */
  const holes = (entry: string | { one: string; other: string } | undefined) => {
    const all = typeof entry === 'string' ? [entry] : [entry?.one ?? '', entry?.other ?? ''];
    return all.map((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, hole]) => hole).sort());
  };

  test.each(allPhrases)('$name has the same keys, holes and kinds in every language', ({ texts }) => {
    const [first, ...others] = languages;
    for (const [key, entry] of Object.entries(texts[first])) {
      for (const language of others) {
        expect([...new Set(holes(texts[language][key]).flat())].sort()).toEqual(
          [...new Set(holes(entry).flat())].sort(),
        );
        expect(Object.keys(texts[language])).toEqual(Object.keys(texts[first]));
      }
    }
  });

  test.each(allPhrases)(
    '$name has bold text only where Slack renders it: between spaces or ASCII punctuation',
    ({ texts }) => {
      for (const text of Object.values(texts).flatMap((it) => Object.values(it)))
        for (const entry of typeof text === 'string' ? [text] : Object.values(text)) {
          const marks = [...entry.matchAll(/\*/g)].length;
          expect(marks % 2, entry).toBe(0);
          // Code ends as bold does.
          expect(entry, entry).not.toMatch(/`[^`]+`[^\s!-/:-@[-`{-~]/);
          const seen = [...entry.matchAll(/(?<=^|[\s!-/:-@[-`|~])\*(?! )[^*\n]+(?<! )\*(?=$|[\s!-/:-@[-`|~])/g)].length;
          expect(seen * 2, entry).toBe(marks);
        }
    },
  );

  test.each(allPhrases)(
    '$name has no Hangul in Chinese, no Han in Korean, and no text left untranslated',
    ({ texts }) => {
      for (const text of Object.values(texts.zh)) expect(JSON.stringify(text)).not.toMatch(/\p{Script=Hangul}/u);
      for (const text of Object.values(texts.ko)) expect(JSON.stringify(text)).not.toMatch(/\p{Script=Han}/u);
      for (const text of Object.values(texts.en))
        expect(JSON.stringify(text)).not.toMatch(/\p{Script=Hangul}|\p{Script=Han}/u);
      for (const [key, text] of Object.entries(texts.en)) {
        const words = JSON.stringify(text).replaceAll(/\{\{.*?\}\}|`.*?`|:\w+:|SDKAppID/g, '');
        if (/[A-Za-z]{3}/.test(words)) for (const it of ['ko', 'zh'] as const) expect(texts[it][key]).not.toBe(text);
      }
    },
  );
});
