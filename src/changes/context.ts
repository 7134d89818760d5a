import type { Database } from '../database/client.js';
import { isConflict } from '../database/errors.js';
import type { App } from '../domain/app.js';
import type { Phrase } from '../i18n/phrase.js';
import type { Refusal } from '../operations/change-plan.js';
import { type Operation, operationNamed } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';
import type { Asker, Change, Outcome } from './change.js';
import { asOf, type Desk } from './operation-context.js';
import { corridorBook } from './phrases.js';
import type { Seen } from './seen.js';
import { changeWithApp } from './store.js';

/** What every verb is handed: where the record is, what lies on the desk, who asks. */
export interface Verb {
  readonly database: Database;
  readonly desk: Desk;
  readonly asker: Asker;
}

const { say } = corridorBook;

export function refused(refusal: Refusal, operation: Operation | null = null, app: App | null = null): Outcome {
  return { step: 'refused', operation, app, refusal };
}

/** Why this person may not act in this role; null when they may. */
export function mayNot(asker: Asker, role: Role): Phrase | null {
  return asker.roles.has(role) ? null : say('notAllowed', { role: say(role) });
}

const attempts = 5;

/**
 * Runs `decide`, which reads, decides and writes once. When somebody else was faster, nothing was written, and it runs
 * again on what is there then.
 */
export async function decidedAnew<T>(decide: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decide();
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error;
    }
  }
}

/** A verb that acts on a change, as it was read. */
export type About = Verb & {
  readonly operation: Operation;
  readonly change: Change;
  readonly seen: Seen;
  readonly at: string;
};

/** Runs `work` on the change by this id, anew while others are faster; refuses when there is none (any more). */
export function onChange(verb: Verb, id: string, work: (about: About) => Promise<Outcome>): Promise<Outcome> {
  return decidedAnew(async () => {
    const found = await changeWithApp(verb.database.prisma, id);
    const operation = found && operationNamed(verb.desk.operations, found.change.operation);
    if (!found || !operation) return outOfDate;
    const at = verb.desk.now().toISOString();
    const seen = { ...found.seen, app: found.seen.app && asOf(found.seen.app, at, verb.desk.rules) };
    return work({ ...verb, operation, change: found.change, seen, at });
  });
}

/** What was pressed refers to something that is no longer there. */
export const outOfDate: Outcome = refused({
  reason: say('outOfDate'),
  next: [{ operation: 'list' }, { operation: 'help' }],
});
