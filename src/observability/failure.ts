/** A failure that the people who operate imapp can repair: its message is a sentence for them, its stack says nothing. */
export class OperatorError extends Error {
  override readonly name: string = 'OperatorError';
}

/** What helps with the codes of PostgreSQL and Node.js with which a start fails. */
const remedies: Readonly<Record<string, string>> = {
  '28P01': 'Check user and password in DATABASE_URL.',
  '28000': 'Check the user in DATABASE_URL, and what pg_hba.conf allows.',
  '3D000': 'Create the database, or correct its name in DATABASE_URL.',
  '42501':
    'Make the role of DATABASE_URL the owner of the database, or grant it CREATE on the database and on its schema public; then start again.',
  '53300':
    'The server has no connection left for this role: set DATABASE_CONNECTIONS lower, or max_connections higher.',
  '25006': 'The database only allows reading: it is a standby, or default_transaction_read_only is on.',
  '57P03': 'The server is starting or stopping; start imapp again when it is up.',
  ECONNREFUSED: 'Check host and port in DATABASE_URL, and whether the server runs.',
  ENOTFOUND: 'Check the host name.',
  EADDRINUSE: 'Another process listens there: set another PORT, or stop that one.',
  EADDRNOTAVAIL: 'HOST is no address of this machine.',
  EACCES: 'This user may not do that: check the owner of the directory, or choose a PORT above 1023.',
  EROFS: 'The file system is read-only: set DATA_DIR to a directory that can be written.',
  ENOSPC: 'The disk is full.',
};

/** A failed start in words: sentences where the failure is a known one, otherwise the error with its stack. */
export function describeFailure(problem: unknown): string {
  if (!(problem instanceof Error)) return String(problem);
  if (problem instanceof OperatorError) return problem.message;
  const remedy = causesOf(problem).map(remedyOf).find(Boolean);
  return remedy === undefined ? (problem.stack ?? problem.message) : `${problem.message}\n${remedy}`;
}

function remedyOf(error: Error): string | undefined {
  return 'code' in error && typeof error.code === 'string' ? remedies[error.code] : undefined;
}

/** The error, its cause, and so on. */
function causesOf(error: Error): readonly Error[] {
  return error.cause instanceof Error ? [error, ...causesOf(error.cause)] : [error];
}
