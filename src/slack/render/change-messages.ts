import type { Change } from '../../changes/change.js';
import type { Operation } from '../../operations/operation.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { appliedMessage, approvalMessage, decisionMessage, type Message, sentence } from './messages.js';
import { appOf, changeStatusText } from './outcome.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = changeMessagePhrases;

interface ChangeRenderContext {
  readonly operation: Operation;
  readonly operations: readonly Operation[];
  /** Who is reminded of a request: ids of users and user groups. */
  readonly onCall: readonly string[];
}

type Render = (translator: MessageTranslator, context: ChangeRenderContext, change: Change) => Message;

/** The messages about a change, each drawn from the change as it stands now. */
const renderers = {
  approval: (translator, { operation }, change) => approvalMessage(translator, operation, change),
  decision: (translator, { operation, operations }, change) =>
    decisionMessage(translator, operations, operation, change),
  applied: (translator, { operations }, change) => appliedMessage(translator, operations, change),
  'approval-reminder': (translator, { operation, onCall }, change) => {
    if (change.state !== 'pending') return sentence(translator, changeStatusText(operation, change));
    const users = onCall.map((who) => phrase('mention', { who }));
    const { author, expiresAt: until } = change;
    const about = { operation: operation.text.label, app: appOf(change), author, until };
    return sentence(translator, phrase('reminder', { ...about, people: users }));
  },
} satisfies Record<string, Render>;

const rendererOf: ReadonlyMap<string, Render> = new Map(Object.entries<Render>(renderers));

/** How a message of this kind is drawn from its change; undefined: it is not about a change. */
export function changeMessageRenderer(kind: string): Render | undefined {
  return rendererOf.get(kind);
}
