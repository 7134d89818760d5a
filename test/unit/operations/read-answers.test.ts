import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../src/operations/change-plan.js';
import type { Field } from '../../../src/operations/form.js';
import { normalizeLines, parseAppId, parseForm } from '../../../src/operations/read-answers.js';
import { told } from '../../fixtures/operation-context.js';

const label = { en: 'Field', ko: '항목', zh: '项目' };
const number: Field = { kind: 'number', name: 'n', label, min: 1, max: 2000 };
const text: Field = { kind: 'text', name: 't', label, maxLength: 5 };
const day: Field = { kind: 'day', name: 'd', label, max: '2026-11-21' };
const month: Field = { kind: 'month', name: 'm', label, max: '2026-11' };
const choice: Field = {
  kind: 'choice',
  name: 'c',
  label,
  options: ['default', 'on'].map((value) => ({ value, label })),
};
const channel: Field = { kind: 'channel', name: 'ch', label };
const fields = { number, text, day, month, choice, channel };

function read(
  field: Field,
  value: string | undefined,
): string | undefined | { key: string; field: string | undefined } {
  const found = parseForm([field], value === undefined ? {} : { [field.name]: value });
  if (!isRefusal(found)) return found.answers[field.name];
  told(found.reason);
  return { key: found.reason.key, field: found.field };
}

describe('an answer is tidied and taken', () => {
  test.each<[Field['kind'], string, string]>([
    ['number', '1', '1'],
    ['number', '2000', '2000'],
    ['number', ' 2,000 ', '2000'],
    ['number', '２０００', '2000'],
    ['number', '２，０００', '2000'],
    ['number', '1 000', '1000'],
    ['number', '1_000', '1000'],
    ['number', '1\u00a0000', '1000'],
    ['number', '１　０００', '1000'],
    ['number', '\u202e1500', '1500'],
    ['text', '  shop ', 'shop'],
    ['text', 'cafe\u0301', 'caf\u00e9'],
    ['text', '한국어', '한국어'],
    ['text', '\u1112\u1161\u11ab', '한'],
    ['text', '😀😀😀😀😀', '😀😀😀😀😀'],
    ['text', 'a\u0000b\u0007', 'ab'],
    ['text', '\u2066shop\u2069', 'shop'],
    ['text', 'A,_b', 'A,_b'],
    ['text', 'Ａｂ', 'Ａｂ'],
    ['text', '<@U1>', '<@U1>'],
    ['day', '2026-11-21', '2026-11-21'],
    ['day', '２０２６－１１－０１', '2026-11-01'],
    ['day', ' 2024-02-29 ', '2024-02-29'],
    ['month', '2026-11', '2026-11'],
    ['month', ' ２０２６－０２ ', '2026-02'],
    ['choice', 'on', 'on'],
    ['choice', ' on ', 'on'],
    ['channel', 'C0123ABC', 'C0123ABC'],
    ['channel', 'G0123ABC', 'G0123ABC'],
  ])('%s %j: %j', (kind, value, answer) => {
    expect(read(fields[kind], value)).toBe(answer);
  });
});

describe('an answer is refused', () => {
  test.each<[Field['kind'], string, string]>([
    ['number', '0', 'outOfRange'],
    ['number', '2001', 'outOfRange'],
    ['number', '-1', 'outOfRange'],
    ['number', '1.5', 'outOfRange'],
    ['number', '1e3', 'outOfRange'],
    ['number', '0x10', 'outOfRange'],
    ['number', 'Infinity', 'outOfRange'],
    ['number', 'ten', 'outOfRange'],
    ['number', '十', 'outOfRange'],
    ['number', '٣', 'outOfRange'],
    ['number', '9'.repeat(400), 'outOfRange'],
    ['number', '  ', 'missing'],
    ['text', '', 'missing'],
    ['text', '\u202a\u202c\t\n', 'missing'],
    ['text', 'abcdef', 'tooLong'],
    ['text', '😀😀😀😀😀😀', 'tooLong'],
    ['day', '2026-11-22', 'tooLate'],
    ['day', '2026-02-29', 'noDay'],
    ['day', '2026-02-30', 'noDay'],
    ['day', '2026-13-01', 'noDay'],
    ['day', '2026-00-10', 'noDay'],
    ['day', '2026-1-5', 'noDay'],
    ['day', '21.11.2026', 'noDay'],
    ['day', '2026/11/21', 'noDay'],
    ['day', '2026-11-21T00:00:00Z', 'noDay'],
    ['day', 'yesterday', 'noDay'],
    ['choice', 'off', 'notOffered'],
    ['choice', 'ON', 'notOffered'],
    ['choice', 'constructor', 'notOffered'],
    ['month', '2026-12', 'noMonth'],
    ['month', '2026-13', 'noMonth'],
    ['month', '2026-1', 'noMonth'],
    ['month', 'now', 'noMonth'],
    ['channel', 'c0123abc', 'noChannel'],
    ['channel', '#general', 'noChannel'],
    ['channel', 'U0123ABC', 'noChannel'],
    ['channel', 'D0123ABC', 'noChannel'],
    ['channel', 'C0123ABC C0456DEF', 'noChannel'],
  ])('%s %j: %s', (kind, value, key) => {
    expect(read(fields[kind], value)).toEqual({ key: `field.${key}`, field: fields[kind].name });
  });

  test('saying the bounds', () => {
    const reason = (field: Field, value: string) => {
      const found = parseForm([field], { [field.name]: value });
      return isRefusal(found) ? told(found.reason).en : 'taken';
    };
    expect(reason(number, '0')).toBe('Field must be a whole number from 1 to 2,000.');
    expect(reason(text, 'abcdefg')).toBe('Field has 7 characters; at most 5 fit.');
    expect(reason(day, '2026-12-01')).toBe('Field cannot be after Nov 21, 2026.');
    expect(reason(choice, '{{x}}'.slice(1, 4))).toBe('“{x}” is not offered for Field. Choose one of: default and on.');
  });
});

describe('what is not answered', () => {
  test.each(Object.values(fields))('is refused: $kind', (field) => {
    expect(read(field, undefined)).toEqual({ key: 'field.missing', field: field.name });
  });

  test.each(Object.values(fields))('is left out where it may be: $kind', (field) => {
    expect(parseForm([{ ...field, optional: true }], {})).toEqual({ answers: {} });
    expect(parseForm([{ ...field, optional: true }], { [field.name]: ' ' })).toEqual({ answers: {} });
  });

  test('is what the form stood at, unless it was cleared', () => {
    expect(read({ ...choice, value: 'on' }, undefined)).toBe('on');
    expect(read({ ...choice, value: 'on' }, '')).toEqual({ key: 'field.missing', field: 'c' });
    expect(read({ ...choice, value: 'gone' }, undefined)).toEqual({ key: 'field.notOffered', field: 'c' });
  });
});

describe('of several answers', () => {
  const all = Object.values(fields);
  const good = { n: '7', t: 'shop', d: '2026-01-01', m: '2026-01', c: 'on', ch: 'C01' };

  test('all are taken, and names that the form does not have are dropped', () => {
    expect(parseForm(all, { ...good, x: 'y', constructor: 'z' })).toEqual({ answers: { ...good, ch: 'C01' } });
  });

  test('the first that is wrong is refused', () => {
    expect(parseForm(all, { ...good, t: 'too long', c: 'off' })).toMatchObject({ field: 't' });
    expect(parseForm(all, { ...good, c: 'off', ch: '' })).toMatchObject({ field: 'c' });
  });

  test('none is changed in place, and reading what was read changes nothing', () => {
    const anything = fc.record({
      n: fc.string(),
      t: fc.string({ unit: 'binary' }),
      d: fc.string(),
      m: fc.string(),
      c: fc.constantFrom('on', ' default'),
      ch: fc.string(),
    });
    const open = all.map((field) => ({ ...field, optional: true }));
    fc.assert(
      fc.property(anything, (raw) => {
        const once = parseForm(open, Object.freeze(raw));
        if (isRefusal(once)) return void told(once.reason);
        expect(parseForm(open, once.answers)).toEqual(once);
      }),
    );
  });
});

test.each([
  ['1400000001', 1_400_000_001],
  [' １４００_000,001 ', 1_400_000_001],
  ['2147483647', 2_147_483_647],
  ['2147483648', null],
  ['9999999999', null],
  ['-1', null],
  ['', null],
])('an id that an app can have: %j is %j', (typed, id) => expect(parseAppId(typed)).toBe(id));

test.each([
  [' because\r\nof \u0000\u202ethis\ud800\r\n ', 'because\nof this'],
  ['a\tb', 'a b'],
  ['\u0000\n\u200b', ''],
])('several lines without what cannot be seen or kept: %j', (typed, kept) => expect(normalizeLines(typed)).toBe(kept));
