import { z } from 'zod';

/** A count or an instant as the vendor sends it: a non-negative integer, or a string of digits. */
export const wholeNumber = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,16}$/)
      .transform(Number),
  ])
  .pipe(z.int().nonnegative());

/**
 * The count in a cell of the vendor's statistics, which may be written as "12.0" or "1,024"; undefined if the cell is
 * empty, null if it holds anything else than a count.
 */
export function countIn(cell: unknown): number | undefined | null {
  if (cell === undefined || cell === null) return undefined;
  const text = String(cell).trim();
  if (text === '') return undefined;
  const plain = /^\d{1,3}(,\d{3})+(\.0+)?$/.test(text) ? text.replaceAll(',', '') : text;
  return wholeNumber.safeParse(plain.replace(/\.0+$/, '')).data ?? null;
}
