import type { Change } from '../../changes/change.js';
import type { ChangeNoticeKindId } from '../../notices/kinds.js';
import type { NoticePayload } from '../../notices/notice.js';
import type { Operation } from '../../operations/operation.js';
import { changeMessagePhrases } from './change-messages.phrases.js';
import { appliedMessage, approvalMessage, decisionMessage, type Message, sentence } from './messages.js';
import { changedAppName, changeStatusText } from './outcome.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = changeMessagePhrases;

interface ChangeRenderContext {
  readonly operation: Operation;
  readonly operations: readonly Operation[];
  /** Ids of the users and user groups that a reminder mentions. */
  readonly onCall: readonly string[];
  /** Of the notice. */
  readonly payload: NoticePayload;
}

type Render = (translator: MessageTranslator, context: ChangeRenderContext, change: Change) => Message;

/** By kind of notice; each renders the change in its current state. */
const renderers = {
  approval: (translator, { operation }, change) => approvalMessage(translator, operation, change),
  decision: (translator, { operation, operations }, change) =>
    decisionMessage(translator, operations, operation, change),
  applied: (translator, { operations }, change) => appliedMessage(translator, operations, change),
  'approval-redirected': (translator, { operation, payload: { channel, error, asked } }, change) => {
    const values = { operation: operation.text.label, app: changedAppName(change) };
    const where = { channel: String(channel), error: String(error) };
    return sentence(translator, phrase(asked === 0 ? 'unasked' : 'redirected', { ...values, ...where }));
  },
  'approval-reminder': (translator, { operation, onCall }, change) => {
    if (change.state !== 'pending') return sentence(translator, changeStatusText(operation, change));
    const users = onCall.map((who) => phrase('mention', { who }));
    const { author, expiresAt: until } = change;
    const values = { operation: operation.text.label, app: changedAppName(change), author, until };
    return sentence(translator, phrase('reminder', { ...values, people: users }));
  },
} satisfies Record<ChangeNoticeKindId, Render>;

const rendererOf: ReadonlyMap<string, Render> = new Map(Object.entries<Render>(renderers));

/** The renderer of a kind; undefined for kinds that are not about changes. */
export function changeMessageRenderer(kind: string): Render | undefined {
  return rendererOf.get(kind);
}
