import type { Phrase } from '../i18n/phrase.js';
import { isRefusal, type Refusal } from '../operations/change-plan.js';
import { apply, replan } from './apply.js';
import type { Change, Outcome, ShownPlan } from './change.js';
import { matchesAppName } from './confirmation.js';
import {
  type ActorContext,
  type ChangeContext,
  refusedOutcome,
  roleRefusal,
  staleOutcome,
  withChange,
} from './context.js';
import { closeRequest } from './end-request.js';
import { changePhrases } from './phrases.js';
import { shownPlanOf } from './shown.js';

export interface Approval extends ShownPlan {
  /** Typed by the approver, where the policy wants it. */
  readonly typedName?: string;
}

const { phrase } = changePhrases;

/**
 * An approver other than the author says yes. The plan is made again: it is carried out only if what binds is unchanged,
 * and only on an app that nobody has changed meanwhile; otherwise the request becomes void and its author hears of it.
 *
 * Decision: what it costs is compared as of when it was agreed. Where fees are by day they are others after midnight, and
 * a request that stands for a day must not be void because a day has begun.
 */
export function approve(verb: ActorContext, approval: Approval): Promise<Outcome> {
  return withChange(verb, approval.changeId, async (about) => {
    const { operation, change } = about;
    const before = refusalForActor(about);
    if (before) return before;
    if (change.expiresAt <= about.at) return closeRequest(about, 'expire');
    const again = await replan(about, change.agreedPlan.fees?.at);
    if (isRefusal(again) || !again.unchanged) return closeRequest(about, 'void');
    if (approval.fingerprint !== shownPlanOf(change).fingerprint) return staleOutcome;
    const wrong = missingConfirmation(change, approval);
    if (wrong) return refusedOutcome(wrong, operation, change.before);
    return apply(about, again);
  });
}

/** What keeps this person from approving this change at all; null: nothing. Four eyes: never the author. */
function refusalForActor({ actor, operation, change }: ChangeContext): Outcome | null {
  if (change.state === 'proposed') return staleOutcome;
  const no = roleRefusal(actor, 'approver') ?? (change.state === 'pending' ? ownRequest(change, actor.id) : null);
  if (no) return refusedOutcome({ reason: no }, operation, change.before);
  return change.state === 'pending' ? null : { step: 'settled', operation, change };
}

function ownRequest({ author }: Change, actor: string): Phrase | null {
  return author === actor ? phrase('selfApproval') : null;
}

/** For what can never be undone the approver types the name as well. */
function missingConfirmation({ policy, before }: Change, { typedName }: Approval): Refusal | null {
  if (policy.approverConfirms === 'none' || !before || matchesAppName(typedName ?? '', before.name)) return null;
  return { field: 'typedName', reason: phrase('nameWrong', { name: before.name }) };
}
