import { type ChangePlan, isRefusal, type Refusal } from '../operations/change-plan.js';
import type { Outcome } from './change.js';
import { commitChange } from './commit.js';
import type { ChangeContext } from './context.js';
import { decided } from './lifecycle.js';
import { isSamePlan } from './plan-fingerprint.js';
import { computePlan, type PreparedOperation, prepare } from './prepare.js';

/** The plan of a change, computed again on its app as it is now. */
export interface Replan extends Pick<PreparedOperation, 'seen' | 'seenOf' | 'registrations'> {
  readonly plan: ChangePlan;
  /** Its fingerprinted part is what was agreed to. */
  readonly unchanged: boolean;
}

/**
 * Computes the plan again, or says why the change is not possible any more. `pricedAt`: the instant as of which the fees
 * are compared with those that were agreed to; now when left out.
 */
export async function replan(ctx: ChangeContext, pricedAt: string = ctx.at): Promise<Replan | Refusal> {
  const { change, seen, operation } = ctx;
  const sdkAppId = operation.subject === 'none' ? null : change.sdkAppId;
  const prepared = await prepare(ctx, { sdkAppId, values: change.formValues, seen });
  if (isRefusal(prepared)) return prepared;
  const computed = computePlan(prepared, change.formValues);
  if (isRefusal(computed)) return computed;
  const { plan } = computed;
  return { ...prepared, plan, unchanged: isSamePlan(change.agreedPlan, prepared.pricedAt(pricedAt, plan)) };
}

/** Applies the plan: the change becomes `applied`, its apps are updated. */
export async function apply(ctx: ChangeContext, { plan, seenOf, registrations }: Replan): Promise<Outcome> {
  const { actor, operation, change, at } = ctx;
  const applied = decided(change, 'apply', { by: actor.id, at, plan });
  await commitChange(ctx, {
    at,
    by: actor,
    change: applied,
    from: change.state,
    updates: plan.updates.map((update) => ({ ...update, seen: seenOf(update.after.sdkAppId) })),
    registrations,
    auditAction: change.state === 'pending' ? 'approved' : 'applied',
    reason: change.reason,
  });
  return { step: 'applied', operation, change: applied };
}
