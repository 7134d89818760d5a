import { describe, expect, test } from 'vitest';
import { definePhrases } from '../../../src/i18n/phrase.js';
import { createTranslator, plain } from '../../../src/i18n/translator.js';

const shopPhrases = definePhrases('shop', {
  en: {
    open: 'Open',
    greet: 'Hello {{name}}',
    apps: { one: '{{count, number}} app', other: '{{count, number}} apps' },
    due: 'Pay {{fee, money}} by {{at, instant}} for {{month, month}}, {{day, day}}',
    all: 'Falls away: {{items, list}}',
  },
  ko: {
    open: '열림',
    greet: '{{name}} 님, 안녕하세요',
    apps: '애플리케이션 {{count, number}}개',
    due: '{{month, month}} 요금 {{fee, money}}, {{day, day}}, {{at, instant}}까지',
    all: '제외: {{items, list}}',
  },
  zh: {
    open: '开放',
    greet: '{{name}},您好',
    apps: '{{count, number}} 个应用',
    due: '{{month, month}} 费用 {{fee, money}}, {{day, day}}, 截止 {{at, instant}}',
    all: '将失效:{{items, list}}',
  },
});

const phrase = shopPhrases.phrase;
const createTranslate = createTranslator([shopPhrases]);
const due = phrase('due', {
  fee: { minor: 44999, currency: 'USD' },
  at: '2026-11-30T16:00:00.000Z',
  month: '2026-11',
  day: '2026-12-01',
});

describe('the translator', () => {
  test.each([
    ['en', 'Pay $449.99 by Dec 1, 2026, 00:00 GMT+8 for November 2026, Dec 1, 2026'],
    ['ko', '2026년 11월 요금 US$449.99, 2026년 12월 1일, 2026년 12월 1일 00:00 GMT+8까지'],
    ['zh', '2026年11月 费用 US$449.99, 2026年12月1日, 截止 2026年12月1日 00:00 GMT+8'],
  ] as const)('formats money, dates and instants in %s', (language, expected) => {
    expect(createTranslate(language, plain('Asia/Shanghai'))(due).replaceAll(/[  ]/g, ' ')).toBe(expected);
  });

  test('selects the plural form of the language', () => {
    const en = createTranslate('en', plain('utc'));
    expect(en(phrase('apps', { count: 1 }))).toBe('1 app');
    expect(en(phrase('apps', { count: 2500 }))).toBe('2,500 apps');
    expect(createTranslate('ko', plain('utc'))(phrase('apps', { count: 1 }))).toBe('애플리케이션 1개');
  });

  test('renders phrases and labels inside phrases in the same language', () => {
    const label = { en: 'rooms', ko: '채팅방', zh: '直播群' };
    expect(createTranslate('zh', plain('utc'))(phrase('all', { items: [label, phrase('open')] }))).toBe(
      '将失效:直播群和开放',
    );
  });

  test('escapes strings once, and does not escape its own texts', () => {
    const format = {
      text: (text: string) => text.replaceAll('<', '&lt;'),
      instant: (at: string) => `<!date^${at}>`,
      person: (id: string) => `<@${id}>`,
      channel: (id: string) => `<#${id}>`,
    };
    const en = createTranslate('en', format);
    expect(en(phrase('greet', { name: phrase('greet', { name: '<b>' }) }))).toBe('Hello Hello &lt;b>');
    expect(en(due)).toContain('<!date^2026-11-30T16:00:00.000Z>');
  });

  test('does not interpret strings as templates', () => {
    const en = createTranslate('en', plain('utc'));
    for (const name of ['$t(shop.open)', '{{name}}', '$&', '__proto__', '{{count, number}}']) {
      expect(en(phrase('greet', { name }))).toBe(`Hello ${name}`);
      expect(en(phrase('all', { items: [phrase('greet', { name }), name] }))).toBe(
        `Falls away: Hello ${name} and ${name}`,
      );
      expect(en(phrase('greet', { name: phrase('greet', { name }) }))).toBe(`Hello Hello ${name}`);
    }
  });

  test('amounts are exact beyond the precision of a float', () => {
    const fee = { minor: 9_007_199_254_740_991, currency: 'USD' };
    const text = createTranslate(
      'en',
      plain('utc'),
    )(phrase('due', { fee, at: '2026-01-01T00:00:00Z', month: '2026-01', day: '2026-01-01' }));
    expect(text).toContain('$90,071,992,547,409.91');
  });

  test.each([
    ['en', '900719925474099099999999.99', 'USD', '$900,719,925,474,099,099,999,999.99'],
    ['en', '123.45', 'HUF', 'HUF\u00a0123.45'],
    ['ko', '123.45', 'IDR', 'IDR\u00a0123.45'],
    ['zh', '123.45', 'COP', 'COP\u00a0123.45'],
    ['en', '123.456', 'KWD', 'KWD\u00a0123.456'],
    ['en', '123', 'KRW', '₩123'],
  ] as const)('an amount has the digits of ISO 4217, in %s: %s %s', (language, decimal, currency, text) => {
    const fee = { minor: decimal.replace('.', ''), currency };
    const due = phrase('due', { fee, at: '2026-01-01T00:00:00Z', month: '2026-01', day: '2026-01-01' });
    expect(createTranslate(language, plain('utc'))(due)).toContain(text);
  });

  test('throws on an unknown key and on two sets of phrases with the same name', () => {
    expect(() => createTranslate('en', plain('utc'))({ key: 'shop.nothing' })).toThrow('shop.nothing');
    expect(() => createTranslator([shopPhrases, shopPhrases])).toThrow('shop');
  });
});

// What must not compile.
// @ts-expect-error a missing key
() => phrase('nothing');
// @ts-expect-error a missing hole
() => phrase('greet');
// @ts-expect-error a hole filled with the wrong kind
() => phrase('apps', { count: 'many' });
// @ts-expect-error a language with another hole
() => definePhrases('x', { en: { a: '{{b}}' }, ko: { a: '{{c}}' }, zh: { a: '{{b}}' } });
// @ts-expect-error a language that lacks a key
() => definePhrases('x', { en: { a: 'a', b: 'b' }, ko: { a: 'a' }, zh: { a: 'a', b: 'b' } });
// @ts-expect-error a language too few
() => definePhrases('x', { en: { a: 'a' }, ko: { a: 'a' } });
