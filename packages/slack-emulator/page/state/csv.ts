/** The first rows of a CSV file. */
interface CsvPreviewRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Number of rows left out. */
  readonly more: number;
}

/** A quoted field (with "" for a quote) or a plain one, and its delimiter. */
const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))([^,\r\n]*)(,|\r\n|\n|\r|$)/y;

/** Parses CSV (RFC 4180). Malformed input is kept as text. */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const source = text.replace(/^\ufeff/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < source.length) {
    const [, quoted, plain = '', rest = '', end = ''] = field.exec(source) ?? [];
    row.push((quoted?.replaceAll('""', '"') ?? plain) + rest);
    if (end === ',' && field.lastIndex < source.length) continue;
    if (end === ',') row.push('');
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The header and the first `maxRows` rows of a CSV text. */
export function previewRows(text: string, maxRows: number): CsvPreviewRows {
  const [head = [], ...rows] = parseCsv(text);
  return { head, rows: rows.slice(0, maxRows), more: Math.max(0, rows.length - maxRows) };
}
