import { z } from 'zod';
import { Prisma } from './generated/client.js';

/** This database cannot be used, with a sentence that says why and what to do. Trying again does not help. */
export class DatabaseRefusedError extends Error {
  override readonly name: string = 'DatabaseRefusedError';
}

/**
 * Conflicts between writers: Prisma's codes, and PostgreSQL's for serialization failure, deadlock, unique violation.
 */
const conflictCodes: ReadonlySet<string> = new Set(['P2034', 'P2002', '40001', '40P01', '23505']);

/** Where Prisma puts PostgreSQL's code when a raw statement fails. */
const errorMeta = z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) });

/** Whether a write failed because of a concurrent one. Then it can be decided again on current data. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const meta = errorMeta.safeParse(error.meta);
  return (
    conflictCodes.has(error.code) ||
    (meta.success && conflictCodes.has(meta.data.driverAdapterError.cause.originalCode))
  );
}
