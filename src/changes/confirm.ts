import { isRefusal, type Refusal } from '../operations/operation.js';
import { apply, type Planned, planAgain, waitingTwin } from './apply.js';
import { move, type Transaction } from './move.js';
import type { Change, Outcome } from './outcome.js';
import { laterBy, openForMs } from './plan.js';
import { corridorBook } from './text.js';
import { isName } from './typed-name.js';
import { type About, mayNot, onChange, outOfDate, refused, type Verb } from './verb.js';

/** What the author agrees with: which proposal, and what its policy wants typed. */
export interface Agreement {
  readonly change: string;
  readonly typedName?: string;
  readonly reason?: string;
}

const { say } = corridorBook;
const longestReason = 500;

/** The author agrees to what the preview showed: it is applied at once, or waits for an approver. */
export function confirm(verb: Verb, agreement: Agreement): Promise<Outcome> {
  return onChange(verb, agreement.change, async (tx, about) => {
    const { operation, change } = about;
    const before = barred(about);
    if (before) return before;
    const again = await planAgain(tx, about);
    if (isRefusal(again)) return refused(again, operation, change.before);
    if (!again.still) return showAgain(tx, about, again);
    const wrong = unconfirmed(change, agreement);
    if (wrong) return refused(wrong, operation, change.before);
    return change.policy.approval === 'on-call' ? ask(tx, about, agreement.reason ?? '') : carryOut(tx, about, again);
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
  const length = [...(reason ?? '').trim()].length;
  if (length === 0) return { field: 'reason', reason: say('reasonMissing') };
  return length > longestReason
    ? { field: 'reason', reason: say('reasonTooLong', { max: longestReason, length }) }
    : null;
}

/** The app has changed since the preview: the same proposal, with the plan as it is now. */
async function showAgain(
  tx: Transaction,
  { desk, asker, operation, change, at }: About,
  { plan, before }: Planned,
): Promise<Outcome> {
  const shown = { ...change, agreed: plan, before };
  await move(tx, { at, by: asker, change: shown, moves: [], became: null, reason: null }, desk.rules.catalogue);
  return { step: 'preview', operation, change: shown, moved: true };
}

async function ask(tx: Transaction, { desk, asker, operation, change, at }: About, reason: string): Promise<Outcome> {
  const twin = await waitingTwin(tx, change);
  if (twin) {
    const until = twin.expiresAt.toISOString();
    return refused({ reason: say('alreadyWaiting', { author: twin.author, until }) }, operation, change.before);
  }
  const asked: Change = { ...change, state: 'awaiting', reason: reason.trim(), expiresAt: laterBy(at, openForMs) };
  await move(
    tx,
    { at, by: asker, change: asked, moves: [], became: 'requested', reason: asked.reason },
    desk.rules.catalogue,
  );
  return { step: 'awaiting', operation, change: asked };
}

async function carryOut(tx: Transaction, about: About, planned: Planned): Promise<Outcome> {
  const change = await apply(tx, about, planned);
  if (change) return { step: 'applied', operation: about.operation, change };
  return refused({ reason: say('taken', { id: String(about.change.sdkAppId) }) }, about.operation);
}
