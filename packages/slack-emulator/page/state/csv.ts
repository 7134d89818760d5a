/** What of a file is shown: its first rows, and how many there are in all. */
interface CsvPreviewRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly more: number;
}

/** A field that is quoted (with "" for a quote in it) or plain, and what ends it. */
const field = /(?:"([^"]*(?:""[^"]*)*)"|([^",\r\n]*))([^,\r\n]*)(,|\r\n|\n|\r|$)/y;

/** The rows of a CSV text (RFC 4180). Whatever does not follow the rules is still shown, as text. */
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

/** The first rows of a CSV text, the very first as the head. */
export function previewRows(text: string, maxRows: number): CsvPreviewRows {
  const [head = [], ...rows] = parseCsv(text);
  return { head, rows: rows.slice(0, maxRows), more: Math.max(0, rows.length - maxRows) };
}
