import fc from 'fast-check';
import { iterations } from '../support/iterations.js';

/** The seed of the inputs. */
export const seed = 20_261_121;

const fragments: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udc00y',
  '\uffff\ufffe',
  '\u202eparty\u202c',
  'متجر \u2066حذف\u2069 \u200f',
  '\u200b\u2060\ufeff',
  'Z\u0351\u036f\u0300\u0301\u0302a\u0334l\u0335g\u0336o',
  '👩‍👩‍👧‍👦🛒',
  'ｓｈｏｐ　１４００',
  'ﷺ',
  'İıſ',
  'one\ntwo\r\n*Approved by* <@UEVIL>\u2028three\u0007',
  '<!channel> <!here> <@UEVIL> <#CEVIL>',
  '<https://evil.example|click here>',
  '<mailto:a@evil.example|x>',
  '<@<@<@<@<!|<#|>>>',
  '&lt;!channel&gt; &amp;lt;',
  '<!date^1^{date}|x>',
  '*bold* _it_ ~gone~ `code` ```block``` :cn: > quote',
  '"quoted" ‘single’ “double” \'\'',
  '"',
  '{{name}} {{constructor}} $t(slack.failed) $t(x)',
  "'; DROP TABLE app; --",
  "' OR '1'='1",
  '1); DELETE FROM change WHERE (1=1',
  '%_\\%',
  '\\',
  '#{7*7} <%= 7*7 %> {{7*7}}',
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  '=HYPERLINK("http://evil.example")',
  '+1+1|cmd',
  '@SUM(A1)',
  '-2+3',
  '\t=1+1',
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  '-0',
  '1e400',
  '9007199254740993',
  '2147483648',
  '4294967296',
  '9999999999',
  '0x7f',
  '٣٤٥',
  '[object Object]',
  '<script>alert(1)</script>',
  '(((((((((((((((((((((((((((((a+)+)+)+$',
  'a/b/c//',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '2026-13',
  '+002026-01-01',
];

/** Characters that a database rejects or truncates at. */
const unkeepable = ['\u0000', 'a\u0000b', '\ud800', 'x\udc00y', 'shop\u0000', '\u0007', '\u001b[2J'];

/** Hostile texts: alone, combined, or far too long. */
export const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...fragments) },
  { weight: 3, arbitrary: fc.constantFrom(...unkeepable) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...fragments), { minLength: 2, maxLength: 6 }).map((it) => it.join('')),
  },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .record({ part: fc.constantFrom(...fragments), times: fc.integer({ min: 50, max: 900 }) })
      .map(({ part, times }) => part.repeat(times)),
  },
);

/** JSON that is nested so deeply that recursion can overflow. */
export function deep(levels: number, open = '[', close = ']'): string {
  return open.repeat(levels) + close.repeat(levels);
}

/** JSON values of all types, for fields that expect another type. */
export const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 63), 1e308, [], {}, [
    [],
  ]),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'value', 'toJSON', 'then', 'length', '', 'x'), text, {
    maxKeys: 3,
  }),
);

/** An object whose properties are mostly valid, sometimes wrong or missing. */
export function spoilt(parts: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
  const perhaps = Object.entries(parts).map(([name, part]) =>
    fc.oneof(
      { weight: 12, arbitrary: part.map((it) => [[name, it] as const]) },
      { weight: 2, arbitrary: value.map((it) => [[name, it] as const]) },
      { weight: 1, arbitrary: fc.constant([]) },
    ),
  );
  return fc.tuple(...perhaps).map((it) => Object.fromEntries(it.flat()));
}

/**
 * Generates `count` inputs (`npm test`: a quarter of them) and sends them in groups, with `between` between groups. `ask`
 * returns what is wrong with the response. Returns how many inputs were sent. Throws with the inputs that got a wrong
 * response, and with the seed that reproduces them.
 */
export async function each<T>(
  inputs: fc.Arbitrary<T>,
  count: number,
  ask: (input: T) => Promise<readonly string[]>,
  between: () => Promise<void> = async () => {},
): Promise<number> {
  const made = fc.sample(inputs, { seed, numRuns: iterations({ bounded: Math.ceil(count / 4), whole: count }) });
  const wrong: string[] = [];
  for (let from = 0; from < made.length; from += abreast) {
    const some = made.slice(from, from + abreast);
    const problems = await Promise.all(some.map((input) => ask(input).catch((error: unknown) => [String(error)])));
    await between();
    problems.forEach((it, i) => {
      if (it.length > 0) wrong.push(`input ${from + i}: ${it.join('; ')}\n  ${show(some[i])}`);
    });
  }
  if (wrong.length > 0) {
    throw new Error(
      `${wrong.length} of ${made.length} inputs of seed ${seed} got a wrong answer:\n${wrong.slice(0, 10).join('\n')}`,
    );
  }
  return made.length;
}

const abreast = 20;

function show(input: unknown): string {
  const shown = JSON.stringify(input) ?? String(input);
  return shown.length > 1500 ? `${shown.slice(0, 1500)}… (${shown.length} characters)` : shown;
}
