import { parse } from 'csv-parse/sync';
import type { FormValues } from './change-plan.js';
import { normalizeNumber, normalizeText, parseAppId } from './text-input.js';

/** How many apps a file may name. */
export const maxImportedApps = 1_000;
/** The longest file that is read, in characters. */
export const maxImportFileLength = 1_000_000;

/** A row of a file, as form values of a registration; empty cells are left out. `line` counts rows from 1. */
export interface FileRow {
  readonly line: number;
  readonly values: FormValues;
}

/** What is wrong with a file as a whole. */
export type FileProblem =
  | { readonly code: 'unreadable'; readonly detail: string }
  | { readonly code: 'empty' | 'no-id' | 'encoding' }
  | { readonly code: 'too-many'; readonly count: number };

/**
 * The rows of a file: CSV with a header of field names, or JSON: an array of objects with these fields, as the API takes
 * and returns them. The columns are not checked here.
 */
export function readImportFile(text: string): { readonly rows: readonly FileRow[] } | FileProblem {
  if (text.includes('\ufffd')) return { code: 'encoding' };
  const trimmed = text.replace(/^\ufeff/, '').trim();
  const records = trimmed.startsWith('[') ? jsonRecords(trimmed) : csvRecords(trimmed);
  if (!Array.isArray(records)) return records;
  if (records.length === 0) return { code: 'empty' };
  if (records.length > maxImportedApps) return { code: 'too-many', count: records.length };
  if (!records.some((record) => 'sdkAppId' in record)) return { code: 'no-id' };
  return { rows: records.map((values, i) => ({ line: i + 1, values })) };
}

/** The ids and the places that rows name: what has to be looked up for them. */
export function namedIn(rows: readonly FileRow[]) {
  const ids = rows.flatMap(({ values }) => parseAppId(values['sdkAppId']) ?? []);
  const accounts = rows.flatMap(({ values }) => normalizeText(values['account'] ?? '') || []);
  return { ids: [...new Set(ids)], accounts: [...new Set(accounts)] };
}

function csvRecords(text: string): FormValues[] | FileProblem {
  try {
    const records = parse(text, {
      columns: (header: string[]) => header.map((name) => name.trim()),
      delimiter: delimiterOf(text),
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as Record<string, string>[];
    return records.map(withoutEmpty);
  } catch (error) {
    return { code: 'unreadable', detail: detailOf(error) };
  }
}

/** Spreadsheets of some countries write semicolons, pasted ones tabs. */
function delimiterOf(text: string): string {
  const [header = ''] = text.split('\n');
  const count = (delimiter: string) => header.split(delimiter).length;
  return [';', '\t'].find((delimiter) => count(delimiter) > count(',')) ?? ',';
}

function jsonRecords(text: string): FormValues[] | FileProblem {
  try {
    const parsed: unknown = JSON.parse(text);
    const records = Array.isArray(parsed) ? parsed : [];
    const wrong = records.findIndex((record) => typeof record !== 'object' || record === null || Array.isArray(record));
    if (wrong >= 0) return { code: 'unreadable', detail: `[${wrong}]` };
    return records.map((record: Record<string, unknown>) => {
      const { addOns, ...others } = record;
      const items = typeof addOns === 'object' && addOns !== null ? addOns : {};
      const entries = Object.entries({ ...others, ...items }).map(([name, value]) => [name, cellOf(value)] as const);
      return withoutEmpty(Object.fromEntries(entries));
    });
  } catch (error) {
    return { code: 'unreadable', detail: detailOf(error) };
  }
}

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

function withoutEmpty(record: Readonly<Record<string, string>>): FormValues {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value.trim() !== ''));
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : '';
}

/** The id in a row, as it was written, without separators. */
export function idIn(values: FormValues): string {
  return normalizeNumber(values['sdkAppId'] ?? '');
}
