import type { Database } from '../database/client.js';
import { isConflict } from '../database/errors.js';
import type { App } from '../domain/app.js';
import type { Phrase } from '../i18n/phrase.js';
import type { Refusal } from '../operations/change-plan.js';
import { findOperation, type Operation } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';
import type { Actor, Change, Outcome } from './change.js';
import { type ServiceContext, withCurrentState } from './operation-context.js';
import { changePhrases } from './phrases.js';
import type { VersionedApp } from './seen.js';
import { changeWithApp } from './store.js';

/** What every verb is handed: where the record is, what lies on the desk, who asks. */
export interface ActorContext {
  readonly database: Database;
  readonly ctx: ServiceContext;
  readonly actor: Actor;
}

const { phrase } = changePhrases;

export function refusedOutcome(refusal: Refusal, operation: Operation | null = null, app: App | null = null): Outcome {
  return { step: 'refused', operation, app, refusal };
}

/** Why this person may not act in this role; null when they may. */
export function roleRefusal(actor: Actor, role: Role): Phrase | null {
  return actor.roles.has(role) ? null : phrase('notAllowed', { role: phrase(role) });
}

const attempts = 5;

/**
 * Runs `decide`, which reads, decides and writes once. When somebody else was faster, nothing was written, and it runs
 * again on what is there then.
 */
export async function retryOnConflict<T>(decide: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decide();
    } catch (error) {
      if (!isConflict(error) || attempt === attempts) throw error;
    }
  }
}

/** A verb that acts on a change, as it was read. */
export type ChangeContext = ActorContext & {
  readonly operation: Operation;
  readonly change: Change;
  readonly seen: VersionedApp;
  readonly at: string;
};

/** Runs `work` on the change by this id, anew while others are faster; refuses when there is none (any more). */
export function withChange(
  verb: ActorContext,
  id: string,
  work: (about: ChangeContext) => Promise<Outcome>,
): Promise<Outcome> {
  return retryOnConflict(async () => {
    const found = await changeWithApp(verb.database.prisma, id);
    const operation = found && findOperation(verb.ctx.operations, found.change.operation);
    if (!found || !operation) return staleOutcome;
    const at = verb.ctx.now().toISOString();
    const seen = { ...found.seen, app: found.seen.app && withCurrentState(found.seen.app, at, verb.ctx.rules) };
    return work({ ...verb, operation, change: found.change, seen, at });
  });
}

/** What was pressed refers to something that is no longer there. */
export const staleOutcome: Outcome = refusedOutcome({
  reason: phrase('outOfDate'),
  nextActions: [{ operation: 'list' }, { operation: 'help' }],
});
