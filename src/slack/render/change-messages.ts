import type { Change } from '../../changes/change.js';
import type { Operation } from '../../operations/operation.js';
import { requestBook } from './change-messages.phrases.js';
import { appliedMessage, approvalMessage, decisionMessage, type Message, sentence } from './messages.js';
import { appOf, standing } from './outcome.js';
import type { Voice } from './translator.js';

const { say } = requestBook;

interface ChangeEasel {
  readonly operation: Operation;
  readonly operations: readonly Operation[];
  /** Who is reminded of a request: ids of users and user groups. */
  readonly onCall: readonly string[];
}

type Draw = (voice: Voice, easel: ChangeEasel, change: Change) => Message;

/** The messages about a change, each drawn from the change as it stands now. */
const draws = {
  approval: (voice, { operation }, change) => approvalMessage(voice, operation, change),
  decision: (voice, { operation, operations }, change) => decisionMessage(voice, operations, operation, change),
  applied: (voice, { operations }, change) => appliedMessage(voice, operations, change),
  'approval-reminder': (voice, { operation, onCall }, change) => {
    if (change.state !== 'awaiting') return sentence(voice, standing(operation, change));
    const people = onCall.map((who) => say('mention', { who }));
    const { author, expiresAt: until } = change;
    const about = { operation: operation.text.label, app: appOf(change), author, until };
    return sentence(voice, say('reminder', { ...about, people }));
  },
} satisfies Record<string, Draw>;

const drawOf: ReadonlyMap<string, Draw> = new Map(Object.entries<Draw>(draws));

/** How a message of this kind is drawn from its change; undefined: it is not about a change. */
export function changeDraw(kind: string): Draw | undefined {
  return drawOf.get(kind);
}
