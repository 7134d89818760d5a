import { setTimeout as pause } from 'node:timers/promises';
import { isSlackUser } from '../../domain/slack-ids.js';
import type { PendingMessage } from '../../notices/pending-message.js';
import { withTextFallback } from '../content-fallback.js';
import { messageAsText } from '../render/as-text.js';
import type { Message } from '../render/messages.js';
import type { MessageTranslator } from '../render/translator.js';
import { attachDigestFile } from './attach-file.js';
import { afterFailure, type FailureDeps, maxAttempts } from './failure.js';
import { findPosted, postOnce } from './post.js';
import { isDigest, type RenderDeps, renderMessage, translatorFor } from './render-message.js';
import { unsettledMs } from './timing.js';

interface DeliveryDeps extends RenderDeps, FailureDeps {
  /** Aborted when the bot stops: no more waiting between messages. */
  readonly stopping: AbortSignal;
}

/**
 * Posts or updates the next pending message of a channel. Returns after how many ms to call again; null if none is left.
 * Must not run concurrently for one channel. May be killed at any line: the next call continues. An outage, or an error
 * that an admin can repair, delays a message but never drops it; content that Slack refuses is said as plain text; what
 * becomes of any other message is in `afterFailure`.
 */
export function createDelivery(deps: DeliveryDeps): (channel: string) => Promise<number | null> {
  const { outbox, timing } = deps;
  const failuresByChannel = new Map<string, Failures>();
  return async (channel) => {
    const message = await outbox.next(channel);
    if (!message) return null;
    const previous = failuresByChannel.get(channel);
    const attempts = previous?.id === message.id ? previous.attempts + 1 : 1;
    try {
      const waitMs = await deliverMessage(deps, channel, { message, asText: attempts === maxAttempts });
      if (message.unreachableSince) await outbox.markReachable(channel);
      failuresByChannel.delete(channel);
      if (waitMs === 0) deps.status.channel(channel, null);
      if (waitMs === 0) await pause(timing.intervalMs, null, { signal: deps.stopping }).catch(() => null);
      return waitMs === 0 && deps.stopping.aborted ? timing.intervalMs : waitMs;
    } catch (error) {
      failuresByChannel.set(channel, { id: message.id, attempts });
      return afterFailure(deps, { channel, message, attempts, error });
    }
  };
}

/** The message whose delivery fails in a channel, and how often it has failed. */
interface Failures {
  readonly id: string;
  readonly attempts: number;
}

interface Delivery {
  readonly message: PendingMessage;
  /** As plain text: the last attempt, after Slack refused the message for a reason that this version does not know. */
  readonly asText: boolean;
}

/** Updates, finds or posts it, and attaches its file. Returns after how many ms to call again. */
async function deliverMessage(deps: DeliveryDeps, channel: string, { message, asText }: Delivery): Promise<number> {
  const { context, outbox } = deps;
  const translator = await translatorFor(deps, channel, message);
  if (message.ref && message.file)
    return attachDigestFile(deps, { translator, message, ref: message.ref, attemptedAt: message.file.attemptedAt });
  const full = await renderMessage(deps, translator, message);
  const rendered = asText && typeof full !== 'string' ? messageAsText(translator, full) : full;
  if (message.ref) {
    const { channel: conversation, ts } = message.ref;
    const update = (shown: Message) => context.client.update(conversation, ts, shown);
    if (typeof rendered !== 'string') await orAsText(deps, { translator, rendered }, update);
    await outbox.markUpdated(message);
    return 0;
  }
  return postMessage(deps, { channel, translator, message, rendered });
}

interface PostDelivery {
  readonly channel: string;
  readonly translator: MessageTranslator;
  readonly message: PendingMessage;
  /** Or why there is none. */
  readonly rendered: Message | 'over' | 'undrawable';
}

/** Finds the message of an earlier attempt or posts it, and attaches its file. */
async function postMessage(
  deps: DeliveryDeps,
  { channel, translator, message, rendered }: PostDelivery,
): Promise<number> {
  const { context, outbox, metrics, now, timing } = deps;
  const conversation = isSlackUser(channel) ? await context.client.directMessage(channel) : channel;
  // In this order: a message that is on its way may appear after the search.
  const waitMs = unsettledMs(timing, message.attemptedAt, now());
  const found = message.attemptedAt ? await findPosted(deps, conversation, message) : null;
  if (found === null && waitMs > 0) return waitMs;
  if (found === null && typeof rendered === 'string') {
    if (rendered === 'undrawable') metrics.message('dropped');
    await outbox.markFailed(message, rendered);
    return 0;
  }
  const post = (shown: Message) => postOnce(deps, { conversation, message, rendered: shown });
  const ts = found ?? (typeof rendered === 'string' ? '' : await orAsText(deps, { translator, rendered }, post));
  if (ts === null) return 0;
  const ref = { channel: conversation, ts };
  const file = isDigest(message);
  await outbox.markPosted(message, { ref, at: now(), found: found !== null, file });
  return file ? attachDigestFile(deps, { translator, message, ref, attemptedAt: null }) : 0;
}

function orAsText<T>(
  { context: { log }, metrics }: DeliveryDeps,
  { translator, rendered }: { translator: MessageTranslator; rendered: Message },
  send: (message: Message) => Promise<T>,
): Promise<T> {
  return withTextFallback({ log, metrics }, { surface: 'message', translator, message: rendered }, send);
}
