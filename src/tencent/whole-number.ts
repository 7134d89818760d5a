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
