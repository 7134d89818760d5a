import { stringify } from 'csv-stringify/sync';
import type { Table } from '../../operations/attachments.js';
import type { Upload } from '../client.js';
import { truncate } from './blocks.js';
import type { MessageTranslator } from './translator.js';

/** Slack's limit for the title of a file. */
export const longestTitle = 255;

/** A list as a CSV file in the reader's language. What a spreadsheet would take for a formula is made harmless. */
export function csvFile({ plain }: MessageTranslator, { columns, rows }: Table): Uint8Array {
  const cell = (it: Table['rows'][number][number]) => (typeof it === 'number' ? it : plain(it).trim());
  const written = stringify([columns.map(cell), ...rows.map((row) => row.map(cell))], {
    escape_formulas: true,
    bom: true,
  });
  return new TextEncoder().encode(written);
}

/** The same, with its name and title. */
export function csvUpload(translator: MessageTranslator, table: Table): Upload {
  const title = truncate(translator.plain(table.title), longestTitle);
  return { name: `${table.name}.csv`, title, bytes: csvFile(translator, table) };
}
