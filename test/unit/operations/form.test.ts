import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FormValues, isRefusal } from '../../../src/operations/change-plan.js';
import type { Field } from '../../../src/operations/form.js';
import { notOfferedInput, parseForm, unknownInput } from '../../../src/operations/form.js';
import { translated } from '../../fixtures/operation-context.js';

const label = { en: 'Field', ko: '항목', zh: '项目' };
const number: Field = { kind: 'number', name: 'n', label, min: 1, max: 2000 };
const text: Field = { kind: 'text', name: 't', label, maxLength: 5 };
const date: Field = { kind: 'date', name: 'd', label, max: '2026-11-21' };
const month: Field = { kind: 'month', name: 'm', label, max: '2026-11' };
const select: Field = {
  kind: 'select',
  name: 'c',
  label,
  options: ['default', 'on'].map((value) => ({ value, label })),
};
const channel: Field = { kind: 'channel', name: 'ch', label };
const owner: Field = { kind: 'owner', name: 'o', label };
const tags: Field = { kind: 'tags', name: 'tags', label };
const file: Field = { kind: 'file', name: 'f', label, maxLength: 20 };
const fields = { number, text, date, month, select, channel, owner, tags, file };

function reading(
  field: Field,
  value: string | undefined,
): string | undefined | { key: string; field: string | undefined } {
  const found = parseForm([field], value === undefined ? {} : { [field.name]: value });
  if (!isRefusal(found)) return found.values[field.name];
  translated(found.reason);
  return { key: found.reason.key, field: found.field };
}

describe('parseForm normalizes and accepts', () => {
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
    ['date', '2026-11-21', '2026-11-21'],
    ['date', '２０２６－１１－０１', '2026-11-01'],
    ['date', ' 2024-02-29 ', '2024-02-29'],
    ['month', '2026-11', '2026-11'],
    ['month', ' ２０２６－０２ ', '2026-02'],
    ['select', 'on', 'on'],
    ['select', ' on ', 'on'],
    ['channel', 'C0123ABC', 'C0123ABC'],
    ['channel', 'G0123ABC', 'G0123ABC'],
    ['owner', 'U0123ABC', 'U0123ABC'],
    ['owner', '<@U0123ABC|ann>', 'U0123ABC'],
    ['owner', '<!subteam^S0123ABC|@on-call>', 'S0123ABC'],
    ['owner', 'subteam^S0123ABC', 'S0123ABC'],
    ['tags', 'Shop,live  #Shop', 'shop live'],
    ['tags', '상점、라이브，쇼핑', '상점 라이브 쇼핑'],
    ['file', '\r\na,b\r\n1,2\n', 'a,b\r\n1,2'],
  ])('%s %j: %j', (kind, value, answer) => {
    expect(reading(fields[kind], value)).toBe(answer);
  });
});

describe('parseForm refuses', () => {
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
    ['date', '2026-11-22', 'tooLate'],
    ['date', '2026-02-29', 'noDay'],
    ['date', '2026-02-30', 'noDay'],
    ['date', '2026-13-01', 'noDay'],
    ['date', '2026-00-10', 'noDay'],
    ['date', '2026-1-5', 'noDay'],
    ['date', '21.11.2026', 'noDay'],
    ['date', '2026/11/21', 'noDay'],
    ['date', '2026-11-21T00:00:00Z', 'noDay'],
    ['date', 'yesterday', 'noDay'],
    ['select', 'off', 'notOffered'],
    ['select', 'ON', 'notOffered'],
    ['select', 'constructor', 'notOffered'],
    ['month', '2026-12', 'noMonth'],
    ['month', '2026-13', 'noMonth'],
    ['month', '2026-1', 'noMonth'],
    ['month', 'now', 'noMonth'],
    ['channel', 'c0123abc', 'noChannel'],
    ['channel', '#general', 'noChannel'],
    ['channel', 'U0123ABC', 'noChannel'],
    ['channel', 'D0123ABC', 'noChannel'],
    ['channel', 'C0123ABC C0456DEF', 'noChannel'],
    ['owner', 'ann', 'noOwner'],
    ['owner', 'C0123ABC', 'noOwner'],
    ['owner', 'U0123ABC U0456DEF', 'noOwner'],
    ['tags', 'a b c d e f g h i j k', 'tooManyTags'],
    ['tags', 'x'.repeat(31), 'tagTooLong'],
    ['file', 'x'.repeat(21), 'fileTooLong'],
  ])('%s %j: %s', (kind, value, key) => {
    expect(reading(fields[kind], value)).toEqual({ key: `field.${key}`, field: fields[kind].name });
  });

  test('with the allowed values in the reason', () => {
    const reason = (field: Field, value: string) => {
      const found = parseForm([field], { [field.name]: value });
      return isRefusal(found) ? translated(found.reason).en : 'taken';
    };
    expect(reason(number, '0')).toBe('Field must be a whole number from 1 to 2,000.');
    expect(reason(text, 'abcdefg')).toBe('Field has 7 characters; at most 5 fit.');
    expect(reason(date, '2026-12-01')).toBe('Field cannot be after Nov 21, 2026.');
    expect(reason(select, '{{x}}'.slice(1, 4))).toBe('“{x}” is not offered for Field. Choose one of: default and on.');
  });
});

describe('an absent value', () => {
  test.each(Object.values(fields))('is refused: $kind', (field) => {
    expect(reading(field, undefined)).toEqual({ key: 'field.missing', field: field.name });
  });

  test.each(Object.values(fields))('is left out if the field is optional: $kind', (field) => {
    expect(parseForm([{ ...field, optional: true }], {})).toEqual({ values: {} });
    expect(parseForm([{ ...field, optional: true }], { [field.name]: ' ' })).toEqual({ values: {} });
  });

  test('takes the initial value, an empty one does not', () => {
    expect(reading({ ...select, value: 'on' }, undefined)).toBe('on');
    expect(reading({ ...select, value: 'on' }, '')).toEqual({ key: 'field.missing', field: 'c' });
    expect(reading({ ...select, value: 'gone' }, undefined)).toEqual({ key: 'field.notOffered', field: 'c' });
  });
});

describe('several fields', () => {
  const all = Object.values(fields);
  const validInput = {
    n: '7',
    t: 'shop',
    d: '2026-01-01',
    m: '2026-01',
    c: 'on',
    ch: 'C01',
    o: 'U01X',
    tags: 'a b',
    f: 'a,b',
  };

  test('all values are accepted, and names without a field are dropped', () => {
    expect(parseForm(all, { ...validInput, x: 'y', constructor: 'z' })).toEqual({
      values: { ...validInput, ch: 'C01' },
    });
  });

  test('the refusal names the first invalid field', () => {
    expect(parseForm(all, { ...validInput, t: 'too long', c: 'off' })).toMatchObject({ field: 't' });
    expect(parseForm(all, { ...validInput, c: 'off', ch: '' })).toMatchObject({ field: 'c' });
  });

  test('property: the input is not modified, and parsing the result again does not change it', () => {
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
        if (isRefusal(once)) return void translated(once.reason);
        expect(parseForm(open, once.values)).toEqual(once);
      }),
    );
  });
});

describe('input that is not for the form', () => {
  const fields: Field[] = [
    { kind: 'select', name: 'plan', label: 'Plan', options: [{ value: 'a', label: 'A' }] },
    { kind: 'text', name: 'name', label: 'Name', maxLength: 5 },
  ];
  test.each([
    [{ plan: 'a', rooms: 'on' }, 'rooms'],
    [{ constructor: '1' }, 'constructor'],
    [{ rooms: ' default ' }, null],
    [{ rooms: ' ' }, null],
    [{ metric: 'x' }, null],
    [{ plan: 'b' }, null],
  ])('%j is refused under the name of what the form lacks', (input, field) => {
    expect(unknownInput(fields, input as FormValues, ['metric'])?.field ?? null).toBe(field);
  });
  test.each([
    [{ plan: 'b' }, 'plan'],
    [{ plan: '' }, null],
    [{ name: 'too long' }, null],
  ])('%j is refused when the form opens, if a select does not have it', (input, field) => {
    expect(notOfferedInput(fields, input as FormValues)?.field ?? null).toBe(field);
  });
});
