import { z } from 'zod';
import { Prisma } from './generated/client.js';

/** Two writers met: Prisma's own word for it, and PostgreSQL's (serialization failure, deadlock, unique violation). */
const codes: ReadonlySet<string> = new Set(['P2034', 'P2002', '40001', '40P01', '23505']);

/** What a statement of our own failed with, where PostgreSQL said it. */
const cause = z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.string() }) }) });

/** Whether a write failed only because somebody else was faster: to be decided anew on what is there now. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const said = cause.safeParse(error.meta);
  return codes.has(error.code) || (said.success && codes.has(said.data.driverAdapterError.cause.originalCode));
}
