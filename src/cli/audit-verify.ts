import '../config/home-directory.js';
import { readSettings, type Settings } from '../config/config.js';
import { loadEnvironment } from '../config/environment.js';
import { appsThatDiffer } from '../database/audit-apps.js';
import { auditRows, formatHead, type NotedHead, parseHead, verifyChain } from '../database/audit-chain.js';
import { type Database, openWithoutMigrating } from '../database/client.js';
import { OperatorError } from '../observability/failure.js';
import { createLogger } from '../observability/log.js';
import { runProgram } from './run-program.js';

type Print = (line: string) => void;

/**
 * Whether the audit trail is intact, not empty, has the noted heads, and says of every app what the app is. Prints the
 * verdict, with the first broken row and every app that differs.
 */
export async function verify(
  { prisma }: Pick<Database, 'prisma'>,
  out: Print,
  noted: readonly NotedHead[] = [],
): Promise<boolean> {
  const verdict = await verifyChain(auditRows(prisma), noted);
  if (!verdict.ok) {
    out(`The audit trail is broken at row ${verdict.seq}: ${verdict.problem}.`);
    return false;
  }
  if (verdict.count === 0) {
    out('The audit trail is empty: nothing was verified. Is this the right database?');
    return false;
  }
  const { count, head } = verdict;
  out(`The audit trail holds: ${count} rows, head ${formatHead({ seq: BigInt(count), hash: head })}.`);
  out(
    noted.length === 0
      ? 'No head was given to compare with: rows that were rewritten and chained anew, or cut off the end, do not show.'
      : `It has every head that was given: ${noted.map(({ seq }) => seq).join(', ')}.`,
  );
  let differences = 0;
  for await (const { sdkAppId, problem } of appsThatDiffer(prisma)) {
    differences += 1;
    out(`App ${sdkAppId} was changed past the audit trail: ${problem}.`);
  }
  return differences === 0;
}

/** The same for the database of the settings, opened without migrating it. Throws if there is none. */
export async function verifyConfiguredDatabase(
  { database: databaseSettings }: Pick<Settings, 'database'>,
  out: Print,
  noted: readonly NotedHead[] = [],
): Promise<boolean> {
  const database = await openWithoutMigrating({ ...databaseSettings, log: createLogger('warn') });
  try {
    return await verify(database, out, noted);
  } finally {
    await database.close();
  }
}

/** The heads in the arguments of the command line. Throws an OperatorError if one is not of the form `<seq>:<hash>`. */
export function notedHeads(parameters: readonly string[]): readonly NotedHead[] {
  return parameters.map((text) => {
    const head = parseHead(text);
    if (head === null)
      throw new OperatorError(`"${text}" is not a head of the audit trail: <seq>:<hash>, as in the log.`);
    return head;
  });
}

/** `npm run audit:verify [<seq>:<hash>…]`: exits with 1 if the audit trail is broken or empty, or an app differs. */
runProgram(import.meta.url, async (out) => {
  const noted = notedHeads(process.argv.slice(2));
  return verifyConfiguredDatabase(readSettings(loadEnvironment(), { slackOptional: true }), out, noted);
});
