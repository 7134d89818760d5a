import type { Database } from '../database/client.js';
import { isConflict } from '../database/errors.js';
import type { App } from '../domain/app.js';
import { withCurrentState } from '../domain/states.js';
import type { Phrase } from '../i18n/phrase.js';
import type { Refusal } from '../operations/change-plan.js';
import { findOperation, type Operation, type Rules } from '../operations/operation.js';
import type { Role } from '../operations/roles.js';
import type { Actor, Change, Outcome, VersionedApp } from './change.js';
import { changePhrases } from './phrases.js';
import { changeWithApp } from './store.js';

/** What every service works with. */
export interface ServiceContext {
  readonly database: Database;
  readonly rules: Rules;
  readonly operations: readonly Operation[];
  /** The time of the bot's clock, which the demo can move ahead of the wall clock. */
  now(): Date;
  /** The same, for what is final and happens by itself; null while the clock may be wrong: then it waits. */
  trustedNow(): Date | null;
}

/** What every method of the change service is handed. */
export interface ActorContext extends ServiceContext {
  readonly actor: Actor;
}

/** The same for methods about one change, as it was read. `at` is now, an ISO instant in UTC. */
export interface ChangeContext extends ActorContext {
  readonly operation: Operation;
  readonly change: Change;
  readonly seen: VersionedApp;
  readonly at: string;
}

const { phrase } = changePhrases;

export function refusedOutcome(refusal: Refusal, operation: Operation | null = null, app: App | null = null): Outcome {
  return { step: 'refused', operation, app, refusal };
}

/** Why the actor may not act in this role; null when they may. */
export function roleRefusal(actor: Actor, role: Role): Phrase | null {
  if (actor.roles.has(role)) return null;
  return actor.rolesComplete === false ? phrase('rolesUnknown') : phrase('notAllowed', { role: phrase(role) });
}

/** The operation of this name that the actor may use, or the refusal. */
export function allowedOperation({ operations, actor }: ActorContext, name: string): Operation | Outcome {
  const operation = findOperation(operations, name);
  if (!operation) return refusedOutcome({ reason: phrase('unknownOperation', { name }) });
  const reason = roleRefusal(actor, operation.role);
  return reason ? refusedOutcome({ reason }, operation) : operation;
}

export function isOutcome(value: Operation | Outcome): value is Outcome {
  return 'step' in value;
}

const maxAttempts = 5;

/**
 * Runs `decide`, which reads, decides and commits once. After a conflict nothing was written, and it runs again on what
 * is there then; the last conflict is thrown.
 */
export async function retryOnConflict<T>(decide: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await decide();
    } catch (error) {
      if (!isConflict(error) || attempt === maxAttempts) throw error;
    }
  }
}

/** Runs `decide` on the change with this id, again after a conflict; refuses when there is no such change (any more). */
export function withChange(
  ctx: ActorContext,
  changeId: string,
  decide: (ctx: ChangeContext) => Promise<Outcome>,
): Promise<Outcome> {
  return retryOnConflict(async () => {
    const found = await changeWithApp(ctx.database.prisma, changeId);
    const operation = found && findOperation(ctx.operations, found.change.operation);
    if (!found || !operation) return staleOutcome;
    const at = ctx.now().toISOString();
    const seen = { ...found.seen, app: found.seen.app && withCurrentState(found.seen.app, at, ctx.rules) };
    return decide({ ...ctx, operation, change: found.change, seen, at });
  });
}

/** What was pressed refers to a change that is no longer there, or not on screen as it is now. */
export const staleOutcome: Outcome = refusedOutcome({
  reason: phrase('outOfDate'),
  nextActions: [{ operation: 'list' }, { operation: 'help' }],
});
