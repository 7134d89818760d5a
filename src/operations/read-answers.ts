import { largestAppId } from '../domain/app.js';
import type { Phrase } from '../i18n/phrase.js';
import type { FormValues, Refusal } from './change-plan.js';
import type { Field } from './form.js';
import { formPhrases } from './form.phrases.js';

const { phrase } = formPhrases;

/**
 * The answers to a form, tidied (Unicode NFC, outer space, full-width digits) and checked against its fields; unknown
 * names are dropped. Refuses at the first field whose answer is missing or out of bounds, naming the field and bounds.
 */
export function parseForm(fields: readonly Field[], raw: FormValues): { answers: FormValues } | Refusal {
  const answers: Record<string, string> = {};
  for (const field of fields) {
    const value = tidy(raw[field.name] ?? field.value ?? '', field);
    if (value === '') {
      if (field.optional) continue;
      return { field: field.name, reason: phrase('missing', { field: field.label }) };
    }
    const problem = check[field.kind](value, field as never);
    if (problem) return { field: field.name, reason: problem };
    answers[field.name] = value;
  }
  return { answers };
}

/** Text that the database can keep: no control characters, no halves of characters. */
export const storableText = /^[^\p{Cc}\p{Cs}]*$/u;

/** The id in an answer, however its digits were typed; null when it is none that an app can have. */
export function parseAppId(answer: string | undefined): number | null {
  const digits = normalizeNumber(answer ?? '');
  return /^\d{1,10}$/.test(digits) && Number(digits) <= largestAppId ? Number(digits) : null;
}

/** Control characters, halves of characters, those of no width, and those that turn the direction of the text after them. */
const invisible = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** What people typed, in Unicode NFC, without what cannot be seen and without outer space. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').replaceAll(invisible, '').trim();
}

/** The same of what may have several lines. */
export function normalizeLines(text: string): string {
  const lines = text.replaceAll('\t', ' ').split(/\r\n|[\r\n]/);
  return lines.map(normalizeText).join('\n').trim();
}

function tidy(value: string, field: Field): string {
  const text = normalizeText(value);
  return field.kind === 'number' || field.kind === 'day' || field.kind === 'month' ? normalizeNumber(text) : text;
}

/** A number, day or month however it was typed: with full-width digits, or with marks between them. */
export function normalizeNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s,_]/g, '');
}

type Of<K extends Field['kind']> = Extract<Field, { kind: K }>;

const check: { [K in Field['kind']]: (value: string, field: Of<K>) => Phrase | null } = {
  choice: (value, { label, options }) =>
    options.some((option) => option.value === value)
      ? null
      : phrase('notOffered', { value, field: label, options: options.map((option) => option.value) }),
  text: (value, { label, maxLength }) =>
    [...value].length > maxLength
      ? phrase('tooLong', { field: label, max: maxLength, length: [...value].length })
      : null,
  number: (value, { label, min, max }) =>
    /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max
      ? null
      : phrase('outOfRange', { field: label, min, max }),
  day: (value, { label, max }) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(value) || !isDay(value)) return phrase('noDay', { field: label });
    return max !== undefined && value > max ? phrase('tooLate', { field: label, max }) : null;
  },
  month: (value, { label, max }) =>
    /^\d{4}-(0[1-9]|1[0-2])$/.test(value) && value <= max ? null : phrase('noMonth', { field: label, max }),
  channel: (value, { label }) => (/^[CG][A-Z0-9]{2,20}$/.test(value) ? null : phrase('noChannel', { field: label })),
};

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(value);
}
