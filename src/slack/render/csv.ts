import { stringify } from 'csv-stringify/sync';
import type { Table } from '../../operations/attachments.js';
import type { Upload } from '../client.js';
import { slackLimits } from '../limits.js';
import { truncate } from './blocks.js';
import type { MessageTranslator } from './translator.js';

/**
 * A table as a CSV file in the reader's language. All cells are quoted, and those that a spreadsheet would read as
 * formulas are escaped.
 */
export function csvFile({ plain }: MessageTranslator, { columns, rows }: Table): Uint8Array {
  const cell = (value: Table['rows'][number][number]) => (typeof value === 'number' ? value : plain(value).trim());
  const csv = stringify([columns.map(cell), ...rows.map((row) => row.map(cell))], {
    quoted: true,
    quoted_empty: true,
    escape_formulas: true,
    bom: true,
  });
  return new TextEncoder().encode(csv);
}

/** The CSV file with its name and title. */
export function csvUpload(translator: MessageTranslator, table: Table): Upload {
  const title = truncate(translator.plain(table.title), slackLimits.fileTitle);
  return { name: `${table.name}.csv`, title, bytes: csvFile(translator, table) };
}
