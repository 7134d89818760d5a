import { maxTags } from '../domain/app.js';
import { foldName } from '../domain/app-name.js';
import { isSlackUser, isSlackUserGroup } from '../domain/slack-ids.js';
import type { Phrase, Text } from '../i18n/phrase.js';
import type { FormValues, Refusal } from './change-plan.js';
import { formPhrases } from './form.phrases.js';
import { maxTagLength, tagsIn } from './tags.js';
import { normalizeNumber, normalizeOwner, normalizeText } from './text-input.js';

const { phrase } = formPhrases;

export interface Option {
  readonly value: string;
  readonly label: Text;
  readonly description?: Text;
}

/** One field of a form. `value` is its initial value. */
export type Field = {
  readonly name: string;
  readonly label: Text;
  readonly hint?: Phrase;
  readonly optional?: boolean;
  /** An input that is empty means none, in place of the initial value: it stays among the values, as an empty text. */
  readonly clearable?: boolean;
  readonly value?: string;
  /** The cursor is in this field when the form opens. At most one field of a form. */
  readonly focus?: boolean;
} & (
  | {
      readonly kind: 'select';
      readonly options: readonly Option[];
      /** Other fields depend on the selection: the form is rendered again when it changes. */
      readonly dispatchAction?: boolean;
    }
  | { readonly kind: 'text'; readonly maxLength: number }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | {
      /** A date, YYYY-MM-DD. */
      readonly kind: 'date';
      readonly max?: string;
      /** An instant is taken as well, as programs give it: ISO 8601 with its offset. It is not compared with `max`. */
      readonly instants?: boolean;
      /** As for a select. */
      readonly dispatchAction?: boolean;
    }
  /** A month, YYYY-MM. */
  | { readonly kind: 'month'; readonly max: string }
  /** A Slack channel, by its id. */
  | { readonly kind: 'channel' }
  /** A Slack user or user group, by its id. */
  | { readonly kind: 'owner' }
  /** Up to ten words. */
  | { readonly kind: 'tags' }
  /** The text of a file. */
  | { readonly kind: 'file'; readonly maxLength: number }
);

type FieldOf<K extends Field['kind']> = Extract<Field, { kind: K }>;

/** The value of a field that stands for what a plan has without more. */
export const defaultValue = 'default';

/**
 * Why the input is not for this form: a value without a field, such as an item that the plan lacks. Null if there is none.
 * `hints`: names that the form takes although they are no fields.
 */
export function unknownInput(
  fields: readonly Field[],
  input: FormValues,
  hints: readonly string[] = [],
): Refusal | null {
  const known = new Set([...fields.map(({ name }) => name), ...hints]);
  for (const [name, value] of Object.entries(input)) {
    const text = normalizeText(value);
    if (known.has(name) || text === '' || text === defaultValue) continue;
    return { field: name, reason: phrase('unknown', { name, value: text, names: fields.map((field) => field.name) }) };
  }
  return null;
}

/** Why a select of the form does not have the value that is given for it; null if each has. */
export function notOfferedInput(fields: readonly Field[], input: FormValues): Refusal | null {
  for (const field of fields) {
    const value = normalizeText(input[field.name] ?? '');
    const problem = field.kind === 'select' && value !== '' ? validators.select(value, field) : null;
    if (problem) return { field: field.name, reason: problem };
  }
  return null;
}

/**
 * The values of a form, normalized and checked against its fields. An input that is absent takes the field's initial
 * value, names without a field are left out (see `unknownInput`), and so is an optional field that is empty. The refusal
 * names the first field whose value is missing or invalid, and says what is allowed. A text of invisible characters only
 * is missing.
 */
export function parseForm(fields: readonly Field[], input: FormValues): { values: FormValues } | Refusal {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = normalize(input[field.name] ?? field.value ?? '', field);
    if (value === '' || (field.kind === 'text' && foldName(value) === '')) {
      if (field.clearable && input[field.name] !== undefined) values[field.name] = '';
      if (field.optional) continue;
      return { field: field.name, reason: phrase('missing', { field: field.label }) };
    }
    const problem = validators[field.kind](value, field as never);
    if (problem) return { field: field.name, reason: problem };
    values[field.name] = value;
  }
  return { values };
}

function normalize(value: string, field: Field): string {
  if (field.kind === 'file') return value.normalize('NFC').trim();
  const text = normalizeText(value);
  if (field.kind === 'owner') return normalizeOwner(text);
  if (field.kind === 'tags') return tagsIn(text).join(' ');
  return field.kind === 'number' || field.kind === 'date' || field.kind === 'month' ? normalizeNumber(text) : text;
}

/** What is wrong with a value that is not empty; null when it is valid. */
const validators: { [K in Field['kind']]: (value: string, field: FieldOf<K>) => Phrase | null } = {
  select: (value, { label, options }) =>
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
  date: (value, { label, max, instants }) => {
    if (instants && isInstant(value)) return null;
    if (!isCalendarDate(value)) return phrase('noDay', { field: label });
    return max !== undefined && value > max ? phrase('tooLate', { field: label, max }) : null;
  },
  month: (value, { label, max }) =>
    /^\d{4}-(0[1-9]|1[0-2])$/.test(value) && value <= max ? null : phrase('noMonth', { field: label, max }),
  channel: (value, { label }) => (/^[CG][A-Z0-9]{2,20}$/.test(value) ? null : phrase('noChannel', { field: label })),
  owner: (value, { label }) =>
    isSlackUser(value) || isSlackUserGroup(value) ? null : phrase('noOwner', { field: label }),
  tags: (value, { label }) => {
    const tags = tagsIn(value);
    if (tags.length > maxTags) return phrase('tooManyTags', { field: label, max: maxTags, count: tags.length });
    const long = tags.find((tag) => [...tag].length > maxTagLength);
    return long === undefined ? null : phrase('tagTooLong', { field: label, tag: long, max: maxTagLength });
  },
  file: (value, { label, maxLength }) =>
    value.length > maxLength ? phrase('fileTooLong', { field: label, max: maxLength, length: value.length }) : null,
};

function isInstant(value: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
    !Number.isNaN(Date.parse(value))
  );
}

/** Whether a text is a day that the calendar has, YYYY-MM-DD. */
export function isCalendarDate(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(value);
}
