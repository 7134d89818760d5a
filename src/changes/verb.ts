import type { Database } from '../database/database.js';
import { Prisma } from '../database/generated/client.js';
import type { Phrase } from '../i18n/phrase.js';
import type { App } from '../imapp/app.js';
import type { Operation, Refusal } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';
import type { Desk } from './desk.js';
import type { Transaction } from './move.js';
import type { Asker, Change, Outcome } from './outcome.js';
import { lockChange } from './records.js';
import { corridorBook } from './text.js';

/** What every verb is handed: where the record is, what lies on the desk, who asks. */
export interface Verb {
  readonly database: Database;
  readonly desk: Desk;
  readonly asker: Asker;
}

const { say } = corridorBook;

/** The operation by its name, or null. */
export function operationOf(desk: Desk, name: string): Operation | null {
  return desk.operations.find((operation) => operation.name === name) ?? null;
}

export function refused(refusal: Refusal, operation: Operation | null = null, app: App | null = null): Outcome {
  return { step: 'refused', operation, app, refusal };
}

/** Why this person may not act in this role; null when they may. */
export function mayNot(asker: Asker, role: Role): Phrase | null {
  return asker.roles.has(role) ? null : say('notAllowed', { role: say(role) });
}

const retries = 3;
/** A write conflict or deadlock: the database undid the transaction, and it may simply run again. */
const conflict = 'P2034';

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. It may run more than once, so it must do nothing but
 * read and write through `tx`.
 */
export async function transaction<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await database.prisma.$transaction(work, { maxWait: 2_000, timeout: 5_000 });
    } catch (error) {
      const again = error instanceof Prisma.PrismaClientKnownRequestError && error.code === conflict;
      if (!again || attempt === retries) throw error;
    }
  }
}

/** A verb that acts on a change which is locked for it. */
export type About = Verb & { readonly operation: Operation; readonly change: Change; readonly at: string };

/** Runs `work` on the change by this id, locked, in one transaction; refuses when there is none (any more). */
export function onChange(
  verb: Verb,
  id: string,
  work: (tx: Transaction, about: About) => Promise<Outcome>,
): Promise<Outcome> {
  return transaction(verb.database, async (tx) => {
    const change = await lockChange(tx, id);
    const operation = change && operationOf(verb.desk, change.operation);
    if (!change || !operation) return outOfDate;
    return work(tx, { ...verb, operation, change, at: verb.desk.now().toISOString() });
  });
}

/** What was pressed refers to something that is no longer there. */
export const outOfDate: Outcome = refused({ reason: say('outOfDate') });
