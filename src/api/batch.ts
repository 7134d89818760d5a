import { z } from '@hono/zod-openapi';

/** What came of many rows: how many were taken, and which were not, and why. */
export const takenSchema = z.object({
  taken: z.int(),
  refused: z.array(z.object({ index: z.int(), reason: z.string() })),
});

type Taken = z.output<typeof takenSchema>;

const unknownApp = 'there is no such app';
const futureMs = 5 * 60_000;
const pastMs = 35 * 86_400_000;
const tooLate = 'at is more than 5 minutes in the future';
const tooEarly = 'at is more than 35 days ago';

/** Up to so many rows, each to be read for itself; documented as what they should be. */
export function rowsOf(name: string, most: number) {
  const items = { $ref: `#/components/schemas/${name}` };
  return z.array(z.unknown()).max(most).openapi({ type: 'array', items });
}

/** Reads every row by itself and hands on those that are right, so that one wrong row spoils no other. */
export async function processRows<Row extends { readonly sdkAppId: number }>(
  rows: readonly unknown[],
  read: (row: unknown) => Row | string,
  take: (rows: readonly Row[]) => Promise<{ readonly unknownApps: ReadonlySet<number> }>,
): Promise<Taken> {
  const all = rows.map((row, index) => ({ index, row: read(row) }));
  const right = all.flatMap(({ index, row }) => (typeof row === 'string' ? [] : [{ index, row }]));
  const { unknownApps } = await take(right.map(({ row }) => row));
  const refused = all.flatMap(({ index, row }) => {
    if (typeof row === 'string') return [{ index, reason: row }];
    return unknownApps.has(row.sdkAppId) ? [{ index, reason: unknownApp }] : [];
  });
  return { taken: rows.length - refused.length, refused };
}

/** What the schema says is wrong with a row, in one line. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues
    .slice(0, 5)
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ');
}

/** When it was, as an instant in UTC; or why a report of that instant is refused. */
export function parseMeasuredAt(at: string | undefined, now: Date): { readonly at: string } | string {
  const time = at === undefined ? now.getTime() : Date.parse(at);
  if (time > now.getTime() + futureMs) return tooLate;
  if (time < now.getTime() - pastMs) return tooEarly;
  return { at: new Date(time).toISOString() };
}
