import fc from 'fast-check';
import { expect, test } from 'vitest';
import { languages } from '../../src/i18n/language.js';
import { slackPhrases } from '../../src/slack/phrases.js';
import { changeMessagePhrases } from '../../src/slack/render/change-messages.phrases.js';
import { csvFile } from '../../src/slack/render/csv.js';
import { linesMessage, sentence } from '../../src/slack/render/messages.js';
import { type MessageTranslator, translatorForChannel, translatorForUser } from '../../src/slack/render/translator.js';
import { testTranslator } from '../integration/slack/harness.js';
import { flawsIn } from './answers.js';
import { seed, text } from './inputs.js';

const { phrase } = slackPhrases;
const runs = { seed, numRuns: 1_000 } as const;
const [first] = languages;
const readers: readonly MessageTranslator[] = languages.flatMap((it) => [
  translatorForUser(testTranslator, it, 'Asia/Seoul'),
  translatorForChannel(testTranslator, it),
]);
const translator: MessageTranslator = translatorForUser(testTranslator, first, 'UTC');

/** Characters that Slack would format in this position. */
const format = /(^|[^\p{L}\p{N}])([*_~`])\S([^\n]*\S)?\2($|[^\p{L}\p{N}])/u;

test('a name is shown literally in mrkdwn: no mention, link, broadcast, format, line break or direction mark', () => {
  const property = fc.property(text, (name) => {
    const shown = translator.mrkdwn(name);
    expect(shown).not.toMatch(/[<>\p{Cc}\u2028\u2029\u202a-\u202e]/u);
    expect(shown).not.toMatch(/&(?!amp;|lt;|gt;)/);
    expect(shown).not.toMatch(format);
    expect(shown).not.toMatch(/:[\w+-]+:/);
  });
  fc.assert(property, runs);
});

test('a message with a fuzzed name is valid for Slack, in every language', () => {
  const property = fc.property(text, fc.constantFrom(...readers), (name, reader) => {
    const unknown = phrase('unknownApp', { name });
    expect(flawsIn(sentence(reader, unknown))).toEqual([]);
    expect(flawsIn(linesMessage(reader, [unknown, unknown, unknown]))).toEqual([]);
  });
  fc.assert(property, runs);
});

test('an actor without a valid user id is not mentioned', () => {
  const property = fc.property(text, (by) => {
    const shown = translator.mrkdwn(
      changeMessagePhrases.phrase('doneBy', { by, operation: 'x', app: 'y', at: '2026-11-21T03:00:00.000Z' }),
    );
    expect(shown.match(/<[^>]*>/g) ?? []).toEqual([]);
  });
  fc.assert(property, runs);
});

test('a CSV cell never starts a formula or breaks out of its cell', () => {
  const property = fc.property(fc.array(text, { minLength: 2, maxLength: 4 }), (cells) => {
    const table = { name: 'x', title: phrase('manage'), columns: cells.map(() => 'c'), rows: [cells, cells] };
    const written = new TextDecoder().decode(csvFile(translator, table));
    const read = rowsOf(written);
    expect(read.map((row) => row.length)).toEqual([cells.length, cells.length, cells.length]);
    for (const cell of read.slice(1).flat()) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u);
  });
  fc.assert(property, runs);
});

/** Parses CSV as spreadsheets do (RFC 4180). */
function rowsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '') break;
    if (end !== ',') rows.push([]);
  }
  return rows.filter((row) => row.length > 1 || row[0] !== '');
}
