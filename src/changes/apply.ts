import { waitingChanges } from '../database/queries/changes.js';
import { isRefusal, type Plan, type Refusal } from '../operations/operation.js';
import { sameBinding } from './binding.js';

import { after } from './lifecycle.js';
import { move, type Transaction } from './move.js';
import type { Change } from './outcome.js';
import { consider, decide } from './plan.js';
import type { About } from './verb.js';

/** A change looked at again under the lock of its app: the plan as it is now. */
export interface Planned {
  readonly plan: Plan;
  readonly before: Change['before'];
  /** What binds is what was agreed. */
  readonly still: boolean;
}

/** Locks the app and makes the plan again, or says why it cannot be any more. */
export async function planAgain(tx: Transaction, about: About): Promise<Planned | Refusal> {
  const { change, operation } = about;
  await tx.$queryRaw`SELECT 1 FROM app WHERE sdk_app_id = ${change.sdkAppId} FOR UPDATE`;
  const sdkAppId = operation.subject === 'none' ? null : change.sdkAppId;
  const considered = await consider(tx, about, { sdkAppId, answers: change.answers });
  if (isRefusal(considered)) return considered;
  const decided = decide(considered, change.answers);
  if (isRefusal(decided)) return decided;
  return { still: sameBinding(change.agreed, decided.plan), plan: decided.plan, before: considered.app };
}

/** Carries the plan out: the change becomes `applied`. Null when an app that should be new is taken by now. */
export async function apply(
  tx: Transaction,
  about: About,
  { plan, before }: Omit<Planned, 'still'>,
): Promise<Change | null> {
  const { desk, asker, change, at } = about;
  const applied = settled(change, 'apply', { by: asker.actor, at, agreed: plan });
  const step = {
    at,
    by: asker,
    change: applied,
    moves: plan.moves.map((it) => ({ ...it, before })),
    became: change.state === 'awaiting' ? 'approved' : 'applied',
    reason: change.reason,
  };
  return (await move(tx, step, desk.rules.catalogue)) ? applied : null;
}

/** The change after the deed. Throws when there is no such road: the caller has looked at the state before. */
export function settled(
  change: Change,
  deed: 'apply' | 'decline' | 'expire' | 'void',
  how: { by: string; at: string; agreed?: Plan; answer?: string },
): Change {
  const state = after(change.state, deed);
  if (!state) throw new Error(`Change ${change.id} is ${change.state}: it cannot ${deed}.`);
  return {
    ...change,
    state,
    agreed: how.agreed ?? change.agreed,
    decidedBy: how.by,
    decidedAt: how.at,
    answer: how.answer ?? null,
  };
}

/** The request for the same operation on the same app that waits already, or null. */
export async function waitingTwin(tx: Transaction, change: Change) {
  const waiting = await waitingChanges(tx, change.sdkAppId);
  return waiting.find((it) => it.operation === change.operation) ?? null;
}
