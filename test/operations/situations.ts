import { expect } from 'vitest';
import { interpreter, plain } from '../../src/i18n/interpreter.js';
import type { languages } from '../../src/i18n/language.js';
import type { Phrase, Text, Value } from '../../src/i18n/phrase.js';
import type { App } from '../../src/imapp/app.js';
import type { Catalogue } from '../../src/imapp/catalogue/catalogue.js';
import { appBook } from '../../src/imapp/words.js';
import { operationBooks } from '../../src/operations/books.js';
import type { Field } from '../../src/operations/field.js';
import {
  type Answers,
  type AppSituation,
  isRefusal,
  type Operation,
  type Refusal,
  type Rules,
  type Unpriced,
} from '../../src/operations/operation.js';
import { readAnswers } from '../../src/operations/read-answers.js';
import { rolesOf } from '../../src/operations/roles.js';
import { appWith, catalogue, shanghai } from '../imapp/samples.js';

/** Noon of 21 November 2026 in Shanghai, a Saturday: ten days before the month is over. */
export const at = '2026-11-21T04:00:00.000Z';
export const nextMonth = '2026-11-30T16:00:00.000Z';

export const rules: Rules = { catalogue, calendar: shanghai, extendWindowDays: 7 };

export function rulesOf(other: Catalogue): Rules {
  return { ...rules, catalogue: other };
}

type Known = AppSituation & { readonly taken: App | null };

/** What an operation knows, as an operator sees it; nothing else is there but what is given. */
export function situation(parts: Partial<Known> = {}): Known {
  return {
    app: appWith(),
    taken: null,
    rules,
    at,
    roles: rolesOf(['operator']),
    history: [],
    events: [],
    open: [],
    apps: { found: [], total: 0 },
    mode: null,
    siblings: [],
    operations: [],
    bill: { closed: false, frozen: null, peaks: [] },
    readings: [],
    days: [],
    ...parts,
  };
}

/** What the operation asks; it must ask. Everything in it can be told in every language. */
export function formOf(operation: Operation, known: Known, draft: Answers = {}): readonly Field[] {
  const fields = operation.form(known, draft);
  if (isRefusal(fields)) throw new Error(`Refused: ${told(fields.reason).en}`);
  for (const field of fields) {
    told(field.label);
    if (field.hint) told(field.hint);
    if (field.kind !== 'choice') continue;
    for (const { label, description } of field.options) for (const text of [label, description ?? '–']) told(text);
  }
  return fields;
}

/** From answers to a decision, the way that the corridor goes: form, answers checked against it, plan. */
function decided(operation: Operation, known: Known, raw: Answers): Unpriced | Refusal {
  const fields = operation.form(known, raw);
  if (isRefusal(fields)) return fields;
  const read = readAnswers(formOf(operation, known, raw), raw);
  return isRefusal(read) ? read : operation.plan(known, read.answers);
}

/** What would happen; it must be possible. All of it is plain data, and can be told in every language. */
export function planOf(operation: Operation, known: Known, raw: Answers = {}): Unpriced {
  const plan = decided(operation, known, raw);
  if (isRefusal(plan)) throw new Error(`Refused: ${told(plan.reason).en}`);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  for (const phrase of [...plan.lines, ...plan.warnings, plan.loss, plan.undo, plan.done]) if (phrase) told(phrase);
  for (const { label } of plan.next) if (label) told(label);
  return plan;
}

/** The single app that a plan leaves, and what of the month's allowance it used. */
export function moveOf(plan: Unpriced): Unpriced['moves'][number] {
  const [move, ...more] = plan.moves;
  if (!move || more.length > 0) throw new Error(`${plan.moves.length} moves`);
  return move;
}

/** Why it is refused, which it must be: the key, the field, the steps offered instead, and the values. */
export function refusalOf(operation: Operation, known: Known, raw: Answers = {}) {
  const refusal = decided(operation, known, raw);
  if (!isRefusal(refusal)) throw new Error('Not refused.');
  expect(JSON.parse(JSON.stringify(refusal))).toEqual(refusal);
  told(refusal.reason);
  const next = refusal.next?.map((ask) => ask.operation);
  return { key: refusal.reason.key, field: refusal.field, next, values: refusal.reason.values ?? {} };
}

const tellIn = interpreter([...operationBooks, appBook]);

/** A text in every language, in Shanghai's time. None may be empty, leave a hole open or tell what is no text. */
export function told(text: Text): Record<(typeof languages)[number], string> {
  const tell = (language: (typeof languages)[number]) => {
    const words = tellIn(language, plain('Asia/Shanghai'))(text).replaceAll(/[\u00a0\u202f]/g, ' ');
    expect(words.trim()).not.toBe('');
    expect(words).not.toMatch(/\{\{|\}\}|undefined|NaN|\[object|Invalid/);
    return words;
  };
  return { en: tell('en'), ko: tell('ko'), zh: tell('zh') };
}

export function english(phrases: readonly Text[]): string[] {
  return phrases.map((phrase) => told(phrase).en);
}

/** The value of a hole of a phrase, in English. */
export function hole(phrase: Phrase | undefined, name: string): string | string[] {
  const value: Value | undefined = phrase?.values?.[name];
  if (Array.isArray(value)) return english(value);
  return typeof value === 'object' && !('minor' in value) ? told(value as Text).en : String(value);
}
