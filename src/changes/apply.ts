import { type ChangePlan, isRefusal, type Refusal } from '../operations/change-plan.js';
import type { Change, ChangeState, Outcome } from './change.js';
import { commitChange } from './commit.js';
import type { ChangeContext } from './context.js';
import { nextState, type Transition } from './lifecycle.js';
import { isSamePlan } from './plan-fingerprint.js';
import { computePlan, type PreparedOperation, prepare } from './prepare.js';

/** A change looked at again: the plan as it is now. */
export interface Replan extends Pick<PreparedOperation, 'seen' | 'seenOf' | 'registrations'> {
  readonly plan: ChangePlan;
  /** What binds is what was agreed. */
  readonly unchanged: boolean;
}

/**
 * Makes the plan again on the app as it is now, or says why it cannot be any more. `pricedAt`: the fees that must be what
 * was agreed are those as of that instant, so that time alone changes nothing; without it, those of now.
 */
export async function replan(about: ChangeContext, pricedAt: string = about.at): Promise<Replan | Refusal> {
  const { change, seen, operation, database } = about;
  const sdkAppId = operation.subject === 'none' ? null : change.sdkAppId;
  const considered = await prepare(database.prisma, about, { sdkAppId, values: change.formValues, seen });
  if (isRefusal(considered)) return considered;
  const decided = computePlan(considered, change.formValues);
  if (isRefusal(decided)) return decided;
  const still = isSamePlan(change.agreedPlan, considered.pricedAt(pricedAt, decided.plan));
  return { ...considered, unchanged: still, plan: decided.plan };
}

/** Carries the plan out: the change becomes `applied`. */
export async function apply(about: ChangeContext, { plan, seenOf, registrations }: Replan): Promise<Outcome> {
  const { database, ctx, actor, operation, change, at } = about;
  const applied = decided(change, 'apply', { by: actor.id, at, agreed: plan });
  const step = {
    at,
    by: actor,
    change: applied,
    from: change.state,
    updates: plan.updates.map((it) => ({ ...it, seen: seenOf(it.after.sdkAppId) })),
    registrations,
    auditAction: change.state === 'pending' ? 'approved' : 'applied',
    reason: change.reason,
  };
  await commitChange(database, step, ctx.rules.catalogue);
  return { step: 'applied', operation, change: applied };
}

/** The state after the deed. Throws when there is no such road: the caller has looked at the state before. */
export function stateAfter({ id, state }: Change, deed: Transition): ChangeState {
  const then = nextState(state, deed);
  if (!then) throw new Error(`Change ${id} is ${state}: it cannot ${deed}.`);
  return then;
}

/** The change after the deed that ends it. */
export function decided(
  change: Change,
  deed: Exclude<Transition, 'ask'>,
  how: { by: string; at: string; agreed?: ChangePlan; answer?: string },
): Change {
  return {
    ...change,
    state: stateAfter(change, deed),
    agreedPlan: how.agreed ?? change.agreedPlan,
    decidedBy: how.by,
    decidedAt: how.at,
    declineReason: how.answer ?? null,
  };
}
