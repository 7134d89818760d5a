import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/i18n/language.js';
import { appBook } from '../../src/imapp/words.js';
import { operationBooks } from '../../src/operations/books.js';
import { operations } from '../../src/operations/index.js';
import { told } from './situations.js';

describe('the list of operations', () => {
  test('has every folder, and nothing else', () => {
    const folders = readdirSync(new URL('../../src/operations', import.meta.url), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(operations.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  test.each(operations)('$name keeps the contract', (operation) => {
    const { name, book, text, usage } = operation;
    expect(book.name).toBe(name);
    expect(usage).toMatch(new RegExp(`^/imapp ${name}( |$)`));
    expect(usage.includes('<app>')).toBe(operation.subject === 'app');
    for (const title of Object.values(told(text.title))) expect([...title].length).toBeLessThanOrEqual(24);
    for (const label of Object.values(told(text.label))) expect([...label].length).toBeLessThanOrEqual(75);
    for (const summary of Object.values(told(text.summary))) expect(summary).toMatch(/[.。]$/);
    expect([text.title.key, text.label.key, text.summary.key]).toEqual(
      ['title', 'label', 'summary'].map((key) => `${name}.${key}`),
    );
  });

  test('what only answers is free to all who may view', () => {
    const answering = operations.filter(({ answers }) => answers).map(({ name }) => name);
    expect(answering.sort()).toEqual(['bill', 'help', 'history', 'list', 'plans', 'show', 'usage']);
  });
});

describe('the books', () => {
  const books = [...operationBooks, appBook];

  test('have a name of their own each', () => {
    const names = books.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(operations.map(({ name }) => name)));
  });

  /** The holes of a text, each with its kind, in alphabetical order. */
  const holes = (entry: string | { one: string; other: string } | undefined) => {
    const all = typeof entry === 'string' ? [entry] : [entry?.one ?? '', entry?.other ?? ''];
    return all.map((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, hole]) => hole).sort());
  };

  test.each(books)('$name says the same in every language, with the same holes of the same kinds', ({ texts }) => {
    const [first, ...others] = languages;
    for (const [key, entry] of Object.entries(texts[first])) {
      for (const language of others) {
        expect([...new Set(holes(texts[language][key]).flat())]).toEqual([...new Set(holes(entry).flat())]);
        expect(Object.keys(texts[language])).toEqual(Object.keys(texts[first]));
      }
    }
  });

  test.each(books)('$name is bold only where Slack sees it: between spaces or ASCII punctuation', ({ texts }) => {
    for (const text of Object.values(texts).flatMap((it) => Object.values(it)))
      for (const entry of typeof text === 'string' ? [text] : Object.values(text)) {
        const marks = [...entry.matchAll(/\*/g)].length;
        expect(marks % 2, entry).toBe(0);
        const seen = [...entry.matchAll(/(?<=^|[\s!-/:-@[-`|~])\*(?! )[^*\n]+(?<! )\*(?=$|[\s!-/:-@[-`|~])/g)].length;
        expect(seen * 2, entry).toBe(marks);
      }
  });

  test.each(books)('$name has no Hangul in Chinese, no Han in Korean, and no text left untranslated', ({ texts }) => {
    for (const text of Object.values(texts.zh)) expect(JSON.stringify(text)).not.toMatch(/\p{Script=Hangul}/u);
    for (const text of Object.values(texts.ko)) expect(JSON.stringify(text)).not.toMatch(/\p{Script=Han}/u);
    for (const text of Object.values(texts.en))
      expect(JSON.stringify(text)).not.toMatch(/\p{Script=Hangul}|\p{Script=Han}/u);
    for (const [key, text] of Object.entries(texts.en)) {
      const words = JSON.stringify(text).replaceAll(/\{\{.*?\}\}|`.*?`|SDKAppID/g, '');
      if (/[A-Za-z]{3}/.test(words)) for (const it of ['ko', 'zh'] as const) expect(texts[it][key]).not.toBe(text);
    }
  });
});
