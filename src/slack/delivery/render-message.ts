import type { Change } from '../../changes/change.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { isSlackUser } from '../../domain/slack-ids.js';
import type { Translator } from '../../i18n/translator.js';
import { noticeTraits } from '../../notices/kinds.js';
import type { PendingMessage } from '../../notices/pending-message.js';
import { findOperation } from '../../operations/operation.js';
import type { SlackContext } from '../context.js';
import { section } from '../render/blocks.js';
import { changeMessageRenderer } from '../render/change-messages.js';
import type { Message } from '../render/messages.js';
import { digestMessage, noticeMessage, noticeRenderContext } from '../render/notices.js';
import { noticePhrases } from '../render/notices.phrases.js';
import { type MessageTranslator, translatorForChannel } from '../render/translator.js';
import type { UserDirectory } from '../users.js';

/** What rendering a message needs. */
export interface RenderDeps {
  readonly context: SlackContext;
  readonly users: UserDirectory;
  readonly translator: Translator;
  readonly catalogue: Catalogue;
  readonly onCall: readonly string[];
}

/** In the language of the user, or in that of the channel. */
export async function translatorFor(
  { users, translator }: RenderDeps,
  channel: string,
  { language }: PendingMessage,
): Promise<MessageTranslator> {
  return isSlackUser(channel) ? users.translatorFor(channel) : translatorForChannel(translator, language);
}

/** Whether a message has a table of several notices, and a file with all of them. */
export const isDigest = ({ kind, count }: PendingMessage) => count > 1 && !changeMessageRenderer(kind);

/** The message; or why there is none: resolved before it was posted, or it cannot be rendered, which is a bug of ours. */
export async function renderMessage(
  deps: RenderDeps,
  translator: MessageTranslator,
  message: PendingMessage,
): Promise<Message | 'over' | 'undrawable'> {
  const { context } = deps;
  const [first] = message.notices;
  if (!first) return 'over';
  const change = changeMessageRenderer(message.kind)
    ? await context.changes.get(String(first.payload['change']))
    : null;
  if (isObsolete(message, change)) return 'over';
  try {
    const rendered = change
      ? renderChangeMessage(deps, translator, { message, change })
      : renderNotices(deps, translator, message);
    return rendered ? withOrigin(translator, message, rendered) : 'undrawable';
  } catch (error) {
    context.log.error({ err: error, message: message.id, kind: message.kind }, 'a message cannot be rendered');
    return 'undrawable';
  }
}

/** Whether a message that has not been posted yet is not needed any more, because its change is decided. */
function isObsolete({ kind, ref }: PendingMessage, change: Change | null): boolean {
  const traits = noticeTraits(kind);
  const onlyWhilePending = traits?.about === 'change' && traits.onlyWhilePending === true;
  return onlyWhilePending && !ref && change?.state !== 'pending';
}

function renderChangeMessage(
  { context, onCall }: RenderDeps,
  translator: MessageTranslator,
  { message, change }: { message: PendingMessage; change: Change },
) {
  const operation = findOperation(context.operations, change.operation);
  const [{ payload } = { payload: {} }] = message.notices;
  const { operations } = context;
  return (
    operation && changeMessageRenderer(message.kind)?.(translator, { operation, operations, onCall, payload }, change)
  );
}

/** A message that could not be posted where it belongs says so first. */
function withOrigin(
  translator: MessageTranslator,
  { redirectedFrom: channel }: PendingMessage,
  message: Message,
): Message {
  if (channel === null) return message;
  const origin = section(translator, noticePhrases.phrase('meantFor', { channel }));
  return { ...message, blocks: [origin, ...message.blocks] };
}

function renderNotices(deps: RenderDeps, translator: MessageTranslator, message: PendingMessage): Message | null {
  const context = noticeRenderContext(message, deps.catalogue, deps.context.operations);
  const [first] = message.notices;
  if (!context || !first) return null;
  return message.count === 1 ? noticeMessage(translator, context, first) : digestMessage(translator, context, message);
}
