import type { Outbox } from '../../notices/outbox.js';
import type { PendingMessage } from '../../notices/pending-message.js';
import { retryAfterMs } from '../client.js';
import type { SlackContext } from '../context.js';
import type { Message } from '../render/messages.js';
import { isDefinitive } from '../retry-policy.js';
import { isLate } from './timing.js';

interface PostDeps {
  readonly context: SlackContext;
  readonly outbox: Outbox;
  now(): Date;
}

interface PostRequest {
  readonly conversation: string;
  readonly message: PendingMessage;
  readonly rendered: Message;
}

/**
 * Posts the message and returns its ts. Null if it was not posted, because it has changed since it was read, or so much
 * time has passed since the attempt was recorded that other processes may regard it as failed. Null, too, if it was
 * posted but Slack does not say where it is: that is final, and it will not be updated.
 */
export async function postOnce(
  deps: PostDeps,
  { conversation, message, rendered }: PostRequest,
): Promise<string | null> {
  const { context, outbox, now } = deps;
  const at = now();
  if (!(await outbox.markAttempted(message, at)) || isLate(at, now())) return null;
  try {
    const ts = await context.client.post(conversation, rendered, message);
    if (ts !== null) return ts;
  } catch (error) {
    if (retryAfterMs(error) !== null || isDefinitive(error)) await outbox.markAttempted(message, null);
    throw error;
  }
  const found = await findPosted(deps, conversation, { ...message, attemptedAt: at }).catch(() => null);
  if (found !== null) return found;
  context.log.error({ message: message.id, kind: message.kind }, 'Slack took a message without saying where it is');
  await outbox.markFailed(message, 'posted_without_ts');
  return null;
}

/** How far Slack's clock and ours may differ. */
const clockSkewMs = 60_000;

/** The ts of the message if it was posted. Null if Slack does not allow the search: better posted twice than never. */
export async function findPosted(
  { context, now }: PostDeps,
  conversation: string,
  message: PendingMessage,
): Promise<string | null> {
  // Until now: the clock may have been behind when the attempt was recorded.
  const [at, until] = [message.attemptedAt?.getTime() ?? 0, now().getTime()];
  const range = { from: new Date(Math.min(at, until) - clockSkewMs), to: new Date(until + clockSkewMs) };
  try {
    return await context.client.find(conversation, message.id, range);
  } catch (error) {
    if (!isDefinitive(error)) throw error;
    context.log.warn({ err: error, message: message.id }, 'cannot check whether a message was posted');
    return null;
  }
}
