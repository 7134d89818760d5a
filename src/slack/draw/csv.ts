import { stringify } from 'csv-stringify/sync';
import type { Table } from '../../operations/operation.js';
import type { Voice } from './medium.js';

/** A list as a CSV file in the reader's language. What a spreadsheet would take for a formula is made harmless. */
export function csvFile({ plain }: Voice, { columns, rows }: Table): Uint8Array {
  const cell = (it: Table['rows'][number][number]) => (typeof it === 'number' ? it : plain(it).trim());
  const written = stringify([columns.map(cell), ...rows.map((row) => row.map(cell))], {
    escape_formulas: true,
    bom: true,
  });
  return new TextEncoder().encode(written);
}
