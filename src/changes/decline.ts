import type { Phrase } from '../i18n/phrase.js';
import { normalizeLines } from '../operations/text-input.js';
import { decided } from './apply.js';
import type { Outcome } from './change.js';
import { commitChange } from './commit.js';
import { type ActorContext, refusedOutcome, roleRefusal, staleOutcome, withChange } from './context.js';
import { changePhrases } from './phrases.js';

interface Declined {
  readonly change: string;
  readonly why: string;
}

const { phrase } = changePhrases;
const longestAnswer = 500;

/** An approver says no, and why. The author may too: that withdraws the request, and needs no reason. */
export function decline(verb: ActorContext, { change: id, why }: Declined): Promise<Outcome> {
  return withChange(verb, id, async ({ database, ctx, actor, operation, change, at }) => {
    if (change.state === 'proposed') return staleOutcome;
    const own = change.author === actor.id;
    const no = own ? null : roleRefusal(actor, 'approver');
    if (no) return refusedOutcome({ reason: no }, operation, change.before);
    if (change.state !== 'pending') return { step: 'settled', operation, change };
    const answer = normalizeLines(why);
    const wrong = own && answer === '' ? null : unfit(answer);
    if (wrong) return refusedOutcome({ field: 'why', reason: wrong }, operation, change.before);
    const declined = decided(change, 'decline', { by: actor.id, at, answer });
    const step = {
      at,
      by: actor,
      change: declined,
      from: change.state,
      updates: [],
      auditAction: 'declined',
      reason: declined.declineReason,
    };
    await commitChange(database, step, ctx.rules.catalogue);
    return { step: 'declined', operation, change: declined };
  });
}

function unfit(why: string): Phrase | null {
  const length = [...why].length;
  if (length === 0) return phrase('answerMissing');
  return length > longestAnswer ? phrase('reasonTooLong', { max: longestAnswer, length }) : null;
}
