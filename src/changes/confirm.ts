import { isRefusal, type Refusal } from '../operations/change-plan.js';
import { wantsReason } from '../operations/operation.js';
import { normalizeLines } from '../operations/text-input.js';
import { apply, type Replan, replan } from './apply.js';
import { type DecisionContext, withDecision } from './authority.js';
import type { Change, Outcome, ShownPlan } from './change.js';
import { commitChange } from './commit.js';
import { missingConfirmation } from './confirmation.js';
import { type ChangeContext, refusedOutcome, roleRefusal, staleOutcome } from './context.js';
import { stateAfter } from './lifecycle.js';
import { changePhrases } from './phrases.js';
import { shownPlanOf } from './plan-fingerprint.js';
import { addMs, approvalWindowMs } from './prepare.js';
import { changeToRow, changeWithApp, findPendingDuplicate } from './store.js';

/** What the author confirms: the change as it is on screen, with what its policy wants typed. */
interface Confirmation extends ShownPlan {
  readonly typedName?: string;
  readonly reason?: string;
}

/** The author confirms the preview: the change is applied at once, or waits for approval. */
export function confirm(ctx: DecisionContext, confirmation: Confirmation): Promise<Outcome> {
  return withDecision(ctx, confirmation.changeId, async (changeCtx) => {
    const { operation, change } = changeCtx;
    const refusal = refusalForActor(changeCtx);
    if (refusal) return refusal;
    const current = await replan(changeCtx);
    const isShown = confirmation.fingerprint === shownPlanOf(change).fingerprint;
    if (isRefusal(current) || !current.unchanged || !isShown)
      return (await outcomeForChangedPlan(changeCtx, current)) ?? confirm(ctx, confirmation);
    const reason = normalizeLines(confirmation.reason ?? '');
    const missing = missingConfirmation(change, { ...confirmation, reason });
    if (missing) return refusedOutcome(missing, operation, change.before);
    if (change.policy.approval === 'on-call') return requestApproval(changeCtx, reason);
    const given = wantsReason(change.policy) ? reason : null;
    return apply({ ...changeCtx, change: { ...change, reason: given } }, current);
  });
}

/** What keeps this actor from confirming this change at all; null: nothing. */
function refusalForActor({ actor, operation, change, at }: ChangeContext): Outcome | null {
  const reason =
    change.author === actor.id
      ? roleRefusal(actor, operation.role)
      : changePhrases.phrase('notYours', { author: change.author });
  if (reason) return refusedOutcome({ reason }, operation, change.before);
  if (change.state === 'pending') return { step: 'pending', operation, change };
  if (change.state !== 'proposed') return { step: 'alreadyDecided', operation, change };
  return change.expiresAt <= at ? staleOutcome : null;
}

/** The outcome when the plan is not the one on screen. Null: change or app were modified since they were read. */
async function outcomeForChangedPlan(ctx: ChangeContext, current: Replan | Refusal): Promise<Outcome | null> {
  if (!(await isUnmodified(ctx))) return null;
  return isRefusal(current) ? refusedOutcome(current, ctx.operation, ctx.change.before) : previewAgain(ctx, current);
}

/** Whether the change and its app are still as they were read. */
async function isUnmodified({ database, change, seen }: ChangeContext): Promise<boolean> {
  const now = await changeWithApp(database.prisma, change.id);
  return now?.change.state === change.state && now.seen.version === seen.version;
}

/** The same proposal, with the plan as it is now. */
async function previewAgain(
  { database, actor, operation, change }: ChangeContext,
  { plan, seen }: Replan,
): Promise<Outcome> {
  const updated: Change = { ...change, agreedPlan: plan, before: seen.app };
  const { agreedPlan } = changeToRow(updated, actor.source);
  await database.prisma.change.updateMany({ where: { id: change.id, state: 'proposed' }, data: { agreedPlan } });
  return { step: 'preview', operation, change: updated, moved: true };
}

/** Sends the request to the approvers. Only one per operation and app can be pending. */
async function requestApproval(ctx: ChangeContext, reason: string): Promise<Outcome> {
  const { database, actor, operation, change, at } = ctx;
  const duplicate = await findPendingDuplicate(database.prisma, change);
  if (duplicate) return refusedOutcome(duplicate, operation, change.before);
  const pending: Change = {
    ...change,
    state: stateAfter(change, 'request'),
    reason,
    expiresAt: addMs(at, approvalWindowMs),
  };
  await commitChange(ctx, {
    ...{ at, by: actor, change: pending, from: change.state, reason },
    updates: [],
    auditAction: 'requested',
  });
  return { step: 'pending', operation, change: pending };
}
