import { foldName } from '../domain/app-name.js';
import type { Phrase } from '../i18n/phrase.js';
import { normalizeLines } from '../operations/text-input.js';
import { type DecisionContext, withDecision } from './authority.js';
import type { Decline, Outcome } from './change.js';
import { commitChange } from './commit.js';
import { maxReasonLength } from './confirmation.js';
import { refusedOutcome, roleRefusal, staleOutcome } from './context.js';
import { decided } from './lifecycle.js';
import { changePhrases } from './phrases.js';

const { phrase } = changePhrases;

/** An approver declines, with a reason; or the author withdraws the request, which needs none. */
export function decline(ctx: DecisionContext, request: Decline): Promise<Outcome> {
  return withDecision(ctx, request.changeId, async (changeCtx) => {
    const { actor, operation, change, at } = changeCtx;
    if (change.state === 'proposed') return staleOutcome;
    const isOwn = change.author === actor.id;
    const notAllowed = roleRefusal(actor, isOwn ? 'viewer' : 'approver');
    if (notAllowed) return refusedOutcome({ reason: notAllowed }, operation, change.before);
    if (change.state !== 'pending') return { step: 'alreadyDecided', operation, change };
    const reason = normalizeLines(request.reason);
    const problem = isOwn && reason === '' ? null : reasonProblem(reason);
    if (problem) return refusedOutcome({ field: 'why', reason: problem }, operation, change.before);
    const declined = decided(change, 'decline', { by: actor.id, at, declineReason: reason });
    await commitChange(changeCtx, {
      ...{ at, by: actor, change: declined, from: change.state, reason },
      updates: [],
      auditAction: 'declined',
    });
    return { step: 'declined', operation, change: declined };
  });
}

/** Why this is no reason; null: it is one. */
function reasonProblem(reason: string): Phrase | null {
  const length = [...reason].length;
  if (foldName(reason) === '') return phrase('answerMissing');
  return length > maxReasonLength ? phrase('reasonTooLong', { max: maxReasonLength, length }) : null;
}
