import type { Phrase } from '../i18n/phrase.js';
import { isRefusal, type Refusal } from '../operations/change-plan.js';
import { apply, planAgain } from './apply.js';
import type { Change, Outcome, Shown } from './change.js';
import { isName } from './confirmation.js';
import { type About, mayNot, onChange, outOfDate, refused, type Verb } from './context.js';
import { endRequest } from './end-request.js';
import { corridorBook } from './phrases.js';
import { shownOf } from './shown.js';

export interface Approval extends Shown {
  /** Typed by the approver, where the policy wants it. */
  readonly typedName?: string;
}

const { say } = corridorBook;

/**
 * An approver other than the author says yes. The plan is made again: it is carried out only if what binds is unchanged,
 * and only on an app that nobody has changed meanwhile; otherwise the request becomes void and its author hears of it.
 *
 * Decision: what it costs is compared as of when it was agreed. Where fees are by day they are others after midnight, and
 * a request that stands for a day must not be void because a day has begun.
 */
export function approve(verb: Verb, approval: Approval): Promise<Outcome> {
  return onChange(verb, approval.change, async (about) => {
    const { operation, change } = about;
    const before = barred(about);
    if (before) return before;
    if (change.expiresAt <= about.at) return endRequest(about, 'expire');
    const again = await planAgain(about, change.agreed.fees?.at);
    if (isRefusal(again) || !again.still) return endRequest(about, 'void');
    if (approval.shown !== shownOf(change).shown) return outOfDate;
    const wrong = unconfirmed(change, approval);
    if (wrong) return refused(wrong, operation, change.before);
    return apply(about, again);
  });
}

/** What keeps this person from approving this change at all; null: nothing. Four eyes: never the author. */
function barred({ asker, operation, change }: About): Outcome | null {
  if (change.state === 'proposed') return outOfDate;
  const no = mayNot(asker, 'approver') ?? (change.state === 'awaiting' ? ownRequest(change, asker.actor) : null);
  if (no) return refused({ reason: no }, operation, change.before);
  return change.state === 'awaiting' ? null : { step: 'settled', operation, change };
}

function ownRequest({ author }: Change, actor: string): Phrase | null {
  return author === actor ? say('selfApproval') : null;
}

/** For what can never be undone the approver types the name as well. */
function unconfirmed({ policy, before }: Change, { typedName }: Approval): Refusal | null {
  if (policy.approverConfirms === 'none' || !before || isName(typedName ?? '', before.name)) return null;
  return { field: 'typedName', reason: say('nameWrong', { name: before.name }) };
}
