import { Prisma } from './generated/client.js';

/** Two writers met: Prisma's own word for it, and PostgreSQL's (serialization failure, deadlock, unique violation). */
const words = { prisma: ['P2034', 'P2002'], postgresql: ['40001', '40P01', '23505'] } as const;

/** Whether a write failed only because somebody else was faster: to be decided anew on what is there now. */
export function isConflict(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  if (words.prisma.some((code) => code === error.code)) return true;
  const text = `${error.message} ${JSON.stringify(error.meta ?? {})}`;
  return error.code === 'P2010' && words.postgresql.some((code) => text.includes(code));
}
