import type { Phrase } from '../../i18n/phrase.js';
import type { Table } from '../attachments.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import {
  type FileProblem,
  type FileRow,
  maxImportedApps,
  maxImportFileLength,
  readImportFile,
} from '../import-file.js';
import { noConfirmation, type Rules, type StandaloneOperation, type StandaloneOperationContext } from '../operation.js';
import { importPhrases } from './phrases.js';
import { type PlannedRow, planRows } from './plan-rows.js';

const { phrase } = importPhrases;

/** Registers the apps of a file. What is registered already is not changed, so that it may run again. */
export const importApps: StandaloneOperation = {
  name: 'import',
  subject: 'none',
  phrases: importPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp import',
  role: 'operator',
  readOnly: false,
  requires: ['fileRecords'],
  policy: () => noConfirmation,
  form: () => fields,
  plan,
};

const fields: readonly Field[] = [
  { kind: 'file', name: 'file', label: phrase('file'), hint: phrase('fileHint'), maxLength: maxImportFileLength },
  {
    kind: 'select',
    name: 'rows',
    label: phrase('rows'),
    options: [
      { value: 'good', label: phrase('goodRows') },
      { value: 'all', label: phrase('allRows') },
    ],
    value: 'good',
  },
];

function plan(ctx: StandaloneOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const read = importRows(ctx, values['file'] ?? '');
  if ('reason' in read) return read;
  const { rows } = read;
  const refused = rows.filter(({ outcome }) => outcome === 'refused');
  if (values['rows'] === 'all' && refused.length > 0) {
    const reasons = refused.slice(0, maxReasons).map(({ line, why = '' }) => phrase('rowReason', { line, why }));
    const texts = { count: refused.length, total: rows.length, rows: reasons };
    return { field: 'file', reason: phrase('someRefused', texts) };
  }
  const updates = rows.flatMap(({ update }) => update ?? []);
  return {
    updates,
    lines: [...summaryLines(rows), ...(updates.length === 0 ? [phrase('nothing')] : [])],
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { count: updates.length }),
    nextActions: [{ operation: 'list' }],
    table: reportOf(rows),
  };
}

const maxReasons = 5;

/** The rows of a file with what becomes of each; or why the file cannot be imported. */
export function importRows(
  ctx: Pick<StandaloneOperationContext, 'rules' | 'at' | 'fileRecords'>,
  text: string,
): { readonly rows: readonly PlannedRow[] } | Refusal {
  const read = readImportFile(text);
  if ('code' in read) return { field: 'file', reason: problemText(read) };
  const unknown = unknownColumns(read.rows, ctx.rules);
  if (unknown.length > 0) {
    const known = [...knownColumns, ...Object.keys(ctx.rules.catalogue.addOns)];
    return { field: 'file', reason: phrase('unknownColumns', { columns: unknown.slice(0, 10), known }) };
  }
  return { rows: planRows(read.rows, { ...ctx, records: ctx.fileRecords }) };
}

function problemText(problem: FileProblem): Phrase {
  switch (problem.code) {
    case 'unreadable':
      return phrase('unreadable', { detail: problem.detail });
    case 'empty':
      return phrase('empty');
    case 'encoding':
      return phrase('encoding');
    case 'no-id':
      return phrase('noId');
    case 'too-many':
      return phrase('tooMany', { count: problem.count, max: maxImportedApps });
  }
}

const knownColumns: readonly string[] = [
  ...['sdkAppId', 'name', 'account', 'dataCenter', 'createdAt', 'heldSince', 'ruleSet', 'plan', 'validUntil'],
  ...['state', 'disabledAt', 'owner', 'tags', 'channel', 'language'],
];

function unknownColumns(rows: readonly FileRow[], { catalogue }: Rules): string[] {
  const columns = new Set(rows.flatMap(({ values }) => Object.keys(values)));
  return [...columns].filter((name) => !knownColumns.includes(name) && catalogue.addOns[name] === undefined);
}

/** How many rows of each outcome the preview shows; the report has them all. */
const maxShown = 10;

function summaryLines(rows: readonly PlannedRow[]): Phrase[] {
  const of = (outcome: PlannedRow['outcome']) => rows.filter((row) => row.outcome === outcome);
  const [added, same, differing, refused] = [of('new'), of('same'), of('differs'), of('refused')];
  const counts = { added: added.length, same: same.length, differing: differing.length, refused: refused.length };
  return [phrase('total', { total: rows.length, ...counts }), ...[refused, differing, added].flatMap(rowLines)];
}

function rowLines(rows: readonly PlannedRow[]): Phrase[] {
  const hidden = rows.length - maxShown;
  const lines = rows.slice(0, maxShown).map(({ line, id, name, outcome, why }) => {
    const texts = { line, id, name, outcome: phrase(outcome) };
    return why ? phrase('rowWhy', { ...texts, why }) : phrase('row', texts);
  });
  return hidden > 0 ? [...lines, phrase('more', { count: hidden })] : lines;
}

function reportOf(rows: readonly PlannedRow[]): Table {
  return {
    name: 'import',
    title: phrase('report'),
    columns: [phrase('line'), 'SDKAppID', phrase('name'), phrase('outcome'), phrase('why')],
    rows: rows.map(({ line, id, name, outcome, why }) => [line, id, name, phrase(outcome), why ?? '']),
  };
}
