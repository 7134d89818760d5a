/**
 * The shape of the vendor's comparison of plans: Tencent Cloud IM, "Billing mode comparison" (old vs. new, Korean, in
 * force since 2022-12-26). `limits.ts` and `features.ts` hold its 25 rows, cell by cell, so that they can be read off
 * against it.
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

/** A row: one cell per column. Undefined stands for a dash. */
export type Row<T> = readonly [T, T, T, T, T, T];

/** What a plan's column says, row by row; dashes are left out. */
export function column<T>(rows: Readonly<Record<string, Row<T | undefined>>>, plan: Column): Record<string, T> {
  const i = columns.indexOf(plan);
  return Object.fromEntries(
    Object.entries(rows).flatMap(([row, cells]) => {
      const cell = cells[i];
      return cell === undefined ? [] : [[row, cell]];
    }),
  );
}
