/**
 * The columns of the vendor's comparison of plans: Tencent Cloud IM, "Billing mode comparison" (old vs. new, Korean, in
 * force since 2022-12-26). `limits.ts` and `features.ts` hold its 25 rows in the same layout, so that they can be
 * compared with it.
 */
const columns = [
  'legacy.trial',
  'legacy.pro',
  'legacy.flagship',
  'current.developer',
  'current.standard',
  'current.premium',
] as const;

export type Column = (typeof columns)[number];

/** A row: one cell per column. Undefined is a dash. */
export type Row<T> = readonly [T, T, T, T, T, T];

/** The cells of a plan's column by row; dashes are left out. */
export function column<T>(rows: Readonly<Record<string, Row<T | undefined>>>, plan: Column): Record<string, T> {
  const i = columns.indexOf(plan);
  return Object.fromEntries(
    Object.entries(rows).flatMap(([row, cells]) => {
      const cell = cells[i];
      return cell === undefined ? [] : [[row, cell]];
    }),
  );
}
