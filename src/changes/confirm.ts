import { isRefusal, type Refusal } from '../operations/change-plan.js';
import { normalizeLines } from '../operations/text-input.js';
import { apply, type Replan, replan, stateAfter } from './apply.js';
import type { Change, Outcome, ShownPlan } from './change.js';
import { commitChange } from './commit.js';
import { matchesAppName } from './confirmation.js';
import {
  type ActorContext,
  type ChangeContext,
  refusedOutcome,
  roleRefusal,
  staleOutcome,
  withChange,
} from './context.js';
import { changePhrases } from './phrases.js';
import { addMs, approvalWindowMs } from './prepare.js';
import { shownPlanOf } from './shown.js';
import { changeToRow, changeWithApp } from './store.js';
import { findPendingDuplicate } from './twin.js';

/** What the author agrees with: which proposal, as it was shown, and what its policy wants typed. */
interface Agreement extends ShownPlan {
  readonly typedName?: string;
  readonly reason?: string;
}

const { phrase } = changePhrases;
const longestReason = 500;

/** The author agrees to what the preview showed: it is applied at once, or waits for an approver. */
export function confirm(verb: ActorContext, agreement: Agreement): Promise<Outcome> {
  return withChange(verb, agreement.changeId, async (about) => {
    const { operation, change } = about;
    const before = refusalForActor(about);
    if (before) return before;
    const again = await replan(about);
    const isShown = agreement.fingerprint === shownPlanOf(change).fingerprint;
    if (isRefusal(again) || !again.unchanged || !isShown)
      return (await outcomeForChangedPlan(about, again)) ?? confirm(verb, agreement);
    const reason = normalizeLines(agreement.reason ?? '');
    const wrong = missingConfirmation(change, { ...agreement, reason });
    if (wrong) return refusedOutcome(wrong, operation, change.before);
    return change.policy.approval === 'on-call' ? ask(about, reason) : apply(about, again);
  });
}

/** What keeps this person from confirming this change at all; null: nothing. */
function refusalForActor({ actor, operation, change, at }: ChangeContext): Outcome | null {
  const no =
    change.author === actor.id ? roleRefusal(actor, operation.role) : phrase('notYours', { author: change.author });
  if (no) return refusedOutcome({ reason: no }, operation, change.before);
  if (change.state === 'pending') return { step: 'pending', operation, change };
  if (change.state !== 'proposed') return { step: 'settled', operation, change };
  return change.expiresAt <= at ? staleOutcome : null;
}

/** What is missing of the confirmation that the policy wants; null: nothing. */
function missingConfirmation({ policy, before }: Change, { typedName, reason }: Agreement): Refusal | null {
  if (policy.confirm === 'app-name' && before && !matchesAppName(typedName ?? '', before.name)) {
    return { field: 'typedName', reason: phrase('nameWrong', { name: before.name }) };
  }
  if (policy.approval === 'none') return null;
  const length = [...(reason ?? '')].length;
  if (length === 0) return { field: 'reason', reason: phrase('reasonMissing') };
  return length > longestReason
    ? { field: 'reason', reason: phrase('reasonTooLong', { max: longestReason, length }) }
    : null;
}

/** The answer where what was agreed is not what would be now. Null: what was read has changed meanwhile. */
async function outcomeForChangedPlan(about: ChangeContext, again: Replan | Refusal): Promise<Outcome | null> {
  if (!(await isAsRead(about))) return null;
  return isRefusal(again) ? refusedOutcome(again, about.operation, about.change.before) : showAgain(about, again);
}

/** Whether nobody has changed the change or its app since they were read. */
async function isAsRead({ database, change, seen }: ChangeContext): Promise<boolean> {
  const now = await changeWithApp(database.prisma, change.id);
  return now?.change.state === change.state && now.seen.version === seen.version;
}

/** Something else was shown than what would be done now: the same proposal, with the plan as it is now. */
async function showAgain(
  { database, actor, operation, change }: ChangeContext,
  { plan, seen }: Replan,
): Promise<Outcome> {
  const shown: Change = { ...change, agreedPlan: plan, before: seen.app };
  const { agreedPlan } = changeToRow(shown, actor.source);
  await database.prisma.change.updateMany({ where: { id: change.id, state: 'proposed' }, data: { agreedPlan } });
  return { step: 'preview', operation, change: shown, moved: true };
}

/** The request goes to the approvers; there is one for an operation and app at a time. */
async function ask({ database, ctx, actor, operation, change, at }: ChangeContext, reason: string): Promise<Outcome> {
  const twin = await findPendingDuplicate(database.prisma, change);
  if (twin) return refusedOutcome(twin, operation, change.before);
  const asked: Change = { ...change, state: stateAfter(change, 'ask'), reason, expiresAt: addMs(at, approvalWindowMs) };
  const step = {
    at,
    by: actor,
    change: asked,
    from: change.state,
    updates: [],
    auditAction: 'requested',
    reason: asked.reason,
  };
  await commitChange(database, step, ctx.rules.catalogue);
  return { step: 'pending', operation, change: asked };
}
