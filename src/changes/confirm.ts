import { isRefusal, type Refusal } from '../operations/change-plan.js';
import { tidiedLines } from '../operations/read-answers.js';
import { apply, type Planned, planAgain, stateAfter } from './apply.js';
import type { Change, Outcome, Shown } from './change.js';
import { move } from './commit.js';
import { isName } from './confirmation.js';
import { type About, mayNot, onChange, outOfDate, refused, type Verb } from './context.js';
import { corridorBook } from './phrases.js';
import { laterBy, openForMs } from './prepare.js';
import { shownOf } from './shown.js';
import { changeWithApp, toRow } from './store.js';
import { waitingTwin } from './twin.js';

/** What the author agrees with: which proposal, as it was shown, and what its policy wants typed. */
interface Agreement extends Shown {
  readonly typedName?: string;
  readonly reason?: string;
}

const { say } = corridorBook;
const longestReason = 500;

/** The author agrees to what the preview showed: it is applied at once, or waits for an approver. */
export function confirm(verb: Verb, agreement: Agreement): Promise<Outcome> {
  return onChange(verb, agreement.change, async (about) => {
    const { operation, change } = about;
    const before = barred(about);
    if (before) return before;
    const again = await planAgain(about);
    const isShown = agreement.shown === shownOf(change).shown;
    if (isRefusal(again) || !again.still || !isShown) return (await instead(about, again)) ?? confirm(verb, agreement);
    const reason = tidiedLines(agreement.reason ?? '');
    const wrong = unconfirmed(change, { ...agreement, reason });
    if (wrong) return refused(wrong, operation, change.before);
    return change.policy.approval === 'on-call' ? ask(about, reason) : apply(about, again);
  });
}

/** What keeps this person from confirming this change at all; null: nothing. */
function barred({ asker, operation, change, at }: About): Outcome | null {
  const no = change.author === asker.actor ? mayNot(asker, operation.role) : say('notYours', { author: change.author });
  if (no) return refused({ reason: no }, operation, change.before);
  if (change.state === 'awaiting') return { step: 'awaiting', operation, change };
  if (change.state !== 'proposed') return { step: 'settled', operation, change };
  return change.expiresAt <= at ? outOfDate : null;
}

/** What is missing of the confirmation that the policy wants; null: nothing. */
function unconfirmed({ policy, before }: Change, { typedName, reason }: Agreement): Refusal | null {
  if (policy.confirm === 'app-name' && before && !isName(typedName ?? '', before.name)) {
    return { field: 'typedName', reason: say('nameWrong', { name: before.name }) };
  }
  if (policy.approval === 'none') return null;
  const length = [...(reason ?? '')].length;
  if (length === 0) return { field: 'reason', reason: say('reasonMissing') };
  return length > longestReason
    ? { field: 'reason', reason: say('reasonTooLong', { max: longestReason, length }) }
    : null;
}

/** The answer where what was agreed is not what would be now. Null: what was read has changed meanwhile. */
async function instead(about: About, again: Planned | Refusal): Promise<Outcome | null> {
  if (!(await isAsRead(about))) return null;
  return isRefusal(again) ? refused(again, about.operation, about.change.before) : showAgain(about, again);
}

/** Whether nobody has changed the change or its app since they were read. */
async function isAsRead({ database, change, seen }: About): Promise<boolean> {
  const now = await changeWithApp(database.prisma, change.id);
  return now?.change.state === change.state && now.seen.version === seen.version;
}

/** Something else was shown than what would be done now: the same proposal, with the plan as it is now. */
async function showAgain({ database, asker, operation, change }: About, { plan, seen }: Planned): Promise<Outcome> {
  const shown = { ...change, agreed: plan, before: seen.app };
  const { agreed } = toRow(shown, asker.door);
  await database.prisma.change.updateMany({ where: { id: change.id, state: 'proposed' }, data: { agreed } });
  return { step: 'preview', operation, change: shown, moved: true };
}

/** The request goes to the approvers; there is one for an operation and app at a time. */
async function ask({ database, desk, asker, operation, change, at }: About, reason: string): Promise<Outcome> {
  const twin = await waitingTwin(database.prisma, change);
  if (twin) return refused(twin, operation, change.before);
  const asked: Change = { ...change, state: stateAfter(change, 'ask'), reason, expiresAt: laterBy(at, openForMs) };
  const step = {
    at,
    by: asker,
    change: asked,
    from: change.state,
    moves: [],
    became: 'requested',
    reason: asked.reason,
  };
  await move(database, step, desk.rules.catalogue);
  return { step: 'awaiting', operation, change: asked };
}
