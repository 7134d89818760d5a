import type { Phrase } from '../i18n/phrase.js';
import { tidiedLines } from '../operations/read-answers.js';
import { settled } from './apply.js';
import type { Outcome } from './change.js';
import { move } from './commit.js';
import { mayNot, onChange, outOfDate, refused, type Verb } from './context.js';
import { corridorBook } from './phrases.js';

interface Declined {
  readonly change: string;
  readonly why: string;
}

const { say } = corridorBook;
const longestAnswer = 500;

/** An approver says no, and why. The author may too: that withdraws the request, and needs no reason. */
export function decline(verb: Verb, { change: id, why }: Declined): Promise<Outcome> {
  return onChange(verb, id, async ({ database, desk, asker, operation, change, at }) => {
    if (change.state === 'proposed') return outOfDate;
    const own = change.author === asker.actor;
    const no = own ? null : mayNot(asker, 'approver');
    if (no) return refused({ reason: no }, operation, change.before);
    if (change.state !== 'awaiting') return { step: 'settled', operation, change };
    const answer = tidiedLines(why);
    const wrong = own && answer === '' ? null : unfit(answer);
    if (wrong) return refused({ field: 'why', reason: wrong }, operation, change.before);
    const declined = settled(change, 'decline', { by: asker.actor, at, answer });
    const step = {
      at,
      by: asker,
      change: declined,
      from: change.state,
      moves: [],
      became: 'declined',
      reason: declined.answer,
    };
    await move(database, step, desk.rules.catalogue);
    return { step: 'declined', operation, change: declined };
  });
}

function unfit(why: string): Phrase | null {
  const length = [...why].length;
  if (length === 0) return say('answerMissing');
  return length > longestAnswer ? say('reasonTooLong', { max: longestAnswer, length }) : null;
}
