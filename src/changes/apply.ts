import { isRefusal, type Plan, type Refusal } from '../operations/change-plan.js';
import type { Change, ChangeState, Outcome } from './change.js';
import { move } from './commit.js';
import type { About } from './context.js';
import { after, type Deed } from './lifecycle.js';
import { sameBinding } from './plan-fingerprint.js';
import { type Considered, consider, decide } from './prepare.js';

/** A change looked at again: the plan as it is now. */
export interface Planned extends Pick<Considered, 'seen' | 'seenOf' | 'registrations'> {
  readonly plan: Plan;
  /** What binds is what was agreed. */
  readonly still: boolean;
}

/**
 * Makes the plan again on the app as it is now, or says why it cannot be any more. `pricedAt`: the fees that must be what
 * was agreed are those as of that instant, so that time alone changes nothing; without it, those of now.
 */
export async function planAgain(about: About, pricedAt: string = about.at): Promise<Planned | Refusal> {
  const { change, seen, operation, database } = about;
  const sdkAppId = operation.subject === 'none' ? null : change.sdkAppId;
  const considered = await consider(database.prisma, about, { sdkAppId, answers: change.answers, seen });
  if (isRefusal(considered)) return considered;
  const decided = decide(considered, change.answers);
  if (isRefusal(decided)) return decided;
  const still = sameBinding(change.agreed, considered.pricedAt(pricedAt, decided.plan));
  return { ...considered, still, plan: decided.plan };
}

/** Carries the plan out: the change becomes `applied`. */
export async function apply(about: About, { plan, seenOf, registrations }: Planned): Promise<Outcome> {
  const { database, desk, asker, operation, change, at } = about;
  const applied = settled(change, 'apply', { by: asker.actor, at, agreed: plan });
  const step = {
    at,
    by: asker,
    change: applied,
    from: change.state,
    moves: plan.moves.map((it) => ({ ...it, seen: seenOf(it.after.sdkAppId) })),
    registrations,
    became: change.state === 'awaiting' ? 'approved' : 'applied',
    reason: change.reason,
  };
  await move(database, step, desk.rules.catalogue);
  return { step: 'applied', operation, change: applied };
}

/** The state after the deed. Throws when there is no such road: the caller has looked at the state before. */
export function stateAfter({ id, state }: Change, deed: Deed): ChangeState {
  const then = after(state, deed);
  if (!then) throw new Error(`Change ${id} is ${state}: it cannot ${deed}.`);
  return then;
}

/** The change after the deed that ends it. */
export function settled(
  change: Change,
  deed: Exclude<Deed, 'ask'>,
  how: { by: string; at: string; agreed?: Plan; answer?: string },
): Change {
  return {
    ...change,
    state: stateAfter(change, deed),
    agreed: how.agreed ?? change.agreed,
    decidedBy: how.by,
    decidedAt: how.at,
    answer: how.answer ?? null,
  };
}
