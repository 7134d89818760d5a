import { isRefusal } from '../operations/change-plan.js';
import { apply, replan } from './apply.js';
import { authorStillMay, type DecisionContext, withDecision } from './authority.js';
import type { Outcome, ShownPlan } from './change.js';
import { closeRequest } from './close-request.js';
import { missingApproverConfirmation } from './confirmation.js';
import { type ChangeContext, refusedOutcome, roleRefusal, staleOutcome } from './context.js';
import { changePhrases } from './phrases.js';
import { shownPlanOf } from './plan-fingerprint.js';

interface Approval extends ShownPlan {
  /** Typed by the approver, where the policy wants it. */
  readonly typedName?: string;
}

/**
 * An approver other than the author approves. The plan is computed again: it is applied only if its fingerprint is
 * unchanged, nobody has modified the app meanwhile, and the author still holds the role for it; otherwise the request is
 * invalidated, and its author is told.
 *
 * Decision: fees are compared as of the instant at which they were agreed to. Fees by day are different after midnight,
 * and a request that is open for a day must not be invalidated because a day has begun.
 */
export function approve(ctx: DecisionContext, approval: Approval): Promise<Outcome> {
  return withDecision(ctx, approval.changeId, async (changeCtx) => {
    const { operation, change } = changeCtx;
    const refusal = refusalForActor(changeCtx);
    if (refusal) return refusal;
    if (change.expiresAt <= changeCtx.at) return expireIfTrusted(changeCtx);
    const authorMay = await authorStillMay(ctx, changeCtx);
    if (authorMay === 'unknown')
      return refusedOutcome({ reason: changePhrases.phrase('rolesUnknown') }, operation, change.before);
    if (authorMay === 'no') return closeRequest(changeCtx, 'author_role');
    const current = await replan(changeCtx, change.agreedPlan.fees?.at);
    if (isRefusal(current) || !current.unchanged) return closeRequest(changeCtx, 'plan');
    if (approval.fingerprint !== shownPlanOf(change).fingerprint) return staleOutcome;
    const missing = missingApproverConfirmation(change, approval);
    if (missing) return refusedOutcome(missing, operation, change.before);
    return apply(changeCtx, current);
  });
}

/** The time of the request is up, unless the clock is wrong. */
function expireIfTrusted(ctx: ChangeContext): Promise<Outcome> | Outcome {
  if (ctx.trustedNow() !== null) return closeRequest(ctx, 'time');
  return refusedOutcome({ reason: changePhrases.phrase('clockInDoubt') }, ctx.operation, ctx.change.before);
}

/** What keeps this actor from approving this change at all; null: nothing. An author never approves their own request. */
function refusalForActor({ actor, operation, change }: ChangeContext): Outcome | null {
  if (change.state === 'proposed') return staleOutcome;
  const isPending = change.state === 'pending';
  const isOwn = isPending && change.author === actor.id;
  const reason = roleRefusal(actor, 'approver') ?? (isOwn ? changePhrases.phrase('selfApproval') : null);
  if (reason) return refusedOutcome({ reason }, operation, change.before);
  return isPending ? null : { step: 'alreadyDecided', operation, change };
}
