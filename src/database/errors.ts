import { z } from 'zod';
import { OperatorError } from '../observability/failure.js';
import { Prisma } from './generated/client.js';

/** This database cannot be used, with a sentence that says why and what to do. Trying again does not help. */
export class DatabaseRefusedError extends OperatorError {
  override readonly name: string = 'DatabaseRefusedError';
}

/** The database, or a connection to it, has not answered in time. */
export class DatabaseTimeoutError extends Error {
  override readonly name = 'DatabaseTimeoutError';
}

/**
 * Conflicts between writers: Prisma's codes, and PostgreSQL's for serialization failure, deadlock, unique violation.
 */
const conflictCodes: ReadonlySet<string> = new Set(['P2034', 'P2002', '40001', '40P01', '23505']);

/** Whether a write failed because of a concurrent one. Then it can be decided again on current data. */
export function isConflict(error: unknown): boolean {
  return (
    error instanceof Prisma.PrismaClientKnownRequestError && codesOf(error).some((code) => conflictCodes.has(code))
  );
}

/**
 * Codes of a database that cannot do its work at the moment. PostgreSQL: no connection, no right to connect, no
 * resources (disk, memory, connections), shutdown and cancelled statements, input and output; no such database, only
 * reading allowed, lock and transaction time-outs. Prisma and Node.js: no connection, or not in time.
 */
const unavailableCode =
  /^(?:(?:08|28|53|57|58)[0-9A-Z]{3}|3D000|25006|25P0[34]|55P03|P1001|P1002|P1008|P1017|P2024|P2028|P2037|E(?:CONN\w+|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOSTUNREACH|NETUNREACH))$/;

/** What Prisma's adapter and pg say of connections, in errors without a code. */
const unavailableKind =
  /^(?:DatabaseNotReachable|ConnectionClosed|SocketTimeout|TlsConnectionError|TooManyConnections)$/;
const unavailableMessage =
  /^(?:Connection terminated|Query read timeout|timeout (?:exceeded|expired)|Client (?:has encountered a connection error|was closed)|Cannot use a pool after calling end)/;

/** Whether a statement failed because the database is away, full, read-only or overloaded. Later it can succeed. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof DatabaseTimeoutError ||
    ('syscall' in error && error.syscall === 'connect') ||
    unavailableMessage.test(error.message) ||
    codesOf(error).some((code) => unavailableCode.test(code) || unavailableKind.test(code))
  );
}

/** Where Prisma puts the code of its adapter, and PostgreSQL's, when a statement fails. */
const errorMeta = z.object({
  driverAdapterError: z.object({
    cause: z.object({ originalCode: z.string().optional(), kind: z.string().optional() }),
  }),
});

/** The codes of an error of Prisma, pg or Node.js. */
function codesOf(error: Error): readonly string[] {
  const codes: unknown[] = [];
  if ('code' in error) codes.push(error.code);
  if ('meta' in error) {
    const meta = errorMeta.safeParse(error.meta).data?.driverAdapterError.cause;
    codes.push(meta?.originalCode, meta?.kind);
  }
  return codes.filter((code) => typeof code === 'string');
}

/** PostgreSQL has no more connections to give, for this role or at all. */
export function isTooManyConnections(error: unknown): boolean {
  return error instanceof Error && codesOf(error).includes('53300');
}
