import { z } from '@hono/zod-openapi';

/** How many rows were accepted, and which were not and why. */
export const batchResultSchema = z.object({
  taken: z.int(),
  refused: z.array(z.object({ index: z.int(), reason: z.string() })),
});

type BatchResult = z.output<typeof batchResultSchema>;

export const unknownApp = 'there is no such app';
const maxFutureMs = 5 * 60_000;
const maxPastMs = 35 * 86_400_000;
const tooFarAhead = 'at is more than 5 minutes in the future';
const tooLongAgo = 'at is more than 35 days ago';

/** Up to `maxRows` rows that are validated one by one; documented with the schema called `name`. */
export function rowsOf(name: string, maxRows: number) {
  const items = { $ref: `#/components/schemas/${name}` };
  return z.array(z.unknown()).max(maxRows).openapi({ type: 'array', items });
}

/**
 * Parses each row on its own and records the valid ones, so that one invalid row does not affect the others. `record`
 * returns why a row was left out; null: it was not.
 */
export async function processRows<Row>(
  rows: readonly unknown[],
  parseRow: (row: unknown) => Row | string,
  record: (rows: readonly Row[]) => Promise<(row: Row) => string | null>,
): Promise<BatchResult> {
  const all = rows.map((row, index) => ({ index, row: parseRow(row) }));
  const valid = all.flatMap(({ index, row }) => (typeof row === 'string' ? [] : [{ index, row }]));
  const reasonOf = await record(valid.map(({ row }) => row));
  const rejected = all.flatMap(({ index, row }) => {
    if (typeof row === 'string') return [{ index, reason: row }];
    const reason = reasonOf(row);
    return reason === null ? [] : [{ index, reason }];
  });
  return { taken: rows.length - rejected.length, refused: rejected };
}

/** The validation errors of a row in one line. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

/** The instant in UTC, by default now; or why it is not accepted, as a string. */
export function parseMeasuredAt(at: string | undefined, now: Date): { readonly at: string } | string {
  const time = at === undefined ? now.getTime() : Date.parse(at);
  if (time > now.getTime() + maxFutureMs) return tooFarAhead;
  if (time < now.getTime() - maxPastMs) return tooLongAgo;
  return { at: new Date(time).toISOString() };
}
