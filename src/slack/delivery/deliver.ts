import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../changes/change.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import { isSlackUser } from '../../domain/slack-ids.js';
import type { Translator } from '../../i18n/translator.js';
import { noticeTraits } from '../../notices/kinds.js';
import type { Outbox } from '../../notices/outbox.js';
import type { PendingMessage } from '../../notices/pending-message.js';
import type { Metrics } from '../../observability/metrics.js';
import { findOperation } from '../../operations/operation.js';
import { retryAfterMs, slackError } from '../client.js';
import type { SlackContext } from '../context.js';
import { changeMessageRenderer } from '../render/change-messages.js';
import type { Message } from '../render/messages.js';
import { digestMessage, noticeMessage, noticeRenderContext } from '../render/notices.js';
import { type MessageTranslator, translatorForChannel } from '../render/translator.js';
import { classifyError, isDefinitive } from '../retry-policy.js';
import type { SlackStatus } from '../status.js';
import type { UserDirectory } from '../users.js';
import { attachDigestFile } from './attach-file.js';
import { type DeliveryTiming, isLate, unsettledMs } from './timing.js';

interface DeliveryDeps {
  readonly context: SlackContext;
  readonly users: UserDirectory;
  readonly outbox: Outbox;
  readonly translator: Translator;
  readonly catalogue: Catalogue;
  readonly onCall: readonly string[];
  readonly timing: DeliveryTiming;
  readonly metrics: Metrics;
  readonly status: Pick<SlackStatus, 'channel'>;
  /** Aborted when the bot stops: no more waiting between messages. */
  readonly stopping: AbortSignal;
  /** The real time, as in Slack; in the demo, the bot's own clock can be moved. */
  now(): Date;
}

const maxWaitMs = 300_000;
/** The wait before a retry when an admin has to repair something. */
const adminRetryMs = 600_000;
/** For a message that Slack refuses with an unknown error: about half an hour. */
const maxAttempts = 12;

/**
 * Posts or updates the next pending message of a channel. Returns after how many ms to call again; null if none is left.
 * Must not run concurrently for one channel. May be killed at any line: the next call continues. An outage, or an error
 * that an admin can repair, delays a message but never drops it; a permanent error is logged and recorded, and the
 * message dropped.
 */
export function createDelivery(deps: DeliveryDeps): (channel: string) => Promise<number | null> {
  const { outbox, timing } = deps;
  const failuresByChannel = new Map<string, FailedDelivery>();
  return async (channel) => {
    const message = await outbox.next(channel);
    if (!message) return null;
    try {
      const waitMs = await deliverMessage(deps, channel, message);
      failuresByChannel.delete(channel);
      if (waitMs === 0) deps.status.channel(channel, null);
      if (waitMs === 0) await pause(timing.intervalMs, null, { signal: deps.stopping }).catch(() => null);
      return waitMs === 0 && deps.stopping.aborted ? timing.intervalMs : waitMs;
    } catch (error) {
      const previous = failuresByChannel.get(channel);
      const failure = { id: message.id, attempts: previous?.id === message.id ? previous.attempts + 1 : 1 };
      failuresByChannel.set(channel, failure);
      return afterFailure(deps, { channel, message, attempts: failure.attempts, error });
    }
  };
}

/** The message whose delivery fails in a channel, and how often it has failed. */
interface FailedDelivery {
  readonly id: string;
  readonly attempts: number;
}

/** Retries later, or drops the message. Returns after how many ms to call again. */
async function afterFailure(
  { context, outbox, timing, metrics, status }: DeliveryDeps,
  { channel, message, attempts, error }: { channel: string; message: PendingMessage; attempts: number; error: unknown },
): Promise<number> {
  const errorClass = classifyError(error, channel);
  const details = {
    err: error,
    slack: slackError(error),
    channel,
    message: message.id,
    kind: message.kind,
    tries: attempts,
  };
  if (errorClass === 'permanent' || (errorClass === 'unknown' && attempts >= maxAttempts)) {
    context.log.warn(details, 'Slack refuses a message for good');
    metrics.message('dropped');
    await outbox.markFailed(message, slackError(error) ?? 'refused');
    return 0;
  }
  if (errorClass === 'needsAdmin') {
    if (!isSlackUser(channel)) status.channel(channel, slackError(error));
    context.log.error(details, 'a message waits until an admin repairs what Slack refuses');
    return adminRetryMs;
  }
  context.log.warn(details, 'a message waits: Slack did not take it');
  return retryAfterMs(error) ?? Math.min(timing.retryMs * 2 ** (attempts - 1), maxWaitMs);
}

/** Updates, finds or posts it, and attaches its file. Returns after how many ms to call again. */
async function deliverMessage(deps: DeliveryDeps, channel: string, message: PendingMessage): Promise<number> {
  const { context, outbox, now, timing } = deps;
  const translator = await translatorFor(deps, channel, message);
  if (message.ref && message.file)
    return attachDigestFile(deps, { translator, message, ref: message.ref, attemptedAt: message.file.attemptedAt });
  const rendered = await render(deps, translator, message);
  if (message.ref) {
    if (typeof rendered !== 'string') await context.client.update(message.ref.channel, message.ref.ts, rendered);
    await outbox.markUpdated(message);
    return 0;
  }
  const conversation = isSlackUser(channel) ? await context.client.directMessage(channel) : channel;
  // In this order: a message that is on its way may appear after the search.
  const waitMs = unsettledMs(timing, message.attemptedAt, now());
  const found = message.attemptedAt ? await findPosted(deps, conversation, message) : null;
  if (found === null && waitMs > 0) return waitMs;
  if (found === null && typeof rendered === 'string') {
    await outbox.markFailed(message, rendered);
    return 0;
  }
  const ts = found ?? (typeof rendered === 'string' ? '' : await post(deps, { conversation, message, rendered }));
  if (ts === null) return 0;
  const ref = { channel: conversation, ts };
  const file = isDigest(message);
  await outbox.markPosted(message, { ref, at: now(), found: found !== null, file });
  return file ? attachDigestFile(deps, { translator, message, ref, attemptedAt: null }) : 0;
}

interface PostRequest {
  readonly conversation: string;
  readonly message: PendingMessage;
  readonly rendered: Message;
}

/**
 * Posts the message and returns its ts; null if it has changed since it was read, or if so much time has passed since the
 * attempt was recorded that other processes may regard it as failed.
 */
async function post(
  { context, outbox, now }: DeliveryDeps,
  { conversation, message, rendered }: PostRequest,
): Promise<string | null> {
  const at = now();
  if (!(await outbox.markAttempted(message, at)) || isLate(at, now())) return null;
  try {
    return await context.client.post(conversation, rendered, message);
  } catch (error) {
    if (retryAfterMs(error) !== null || isDefinitive(error)) await outbox.markAttempted(message, null);
    throw error;
  }
}

/** How far Slack's clock and ours may differ. */
const clockSkewMs = 60_000;

/** The ts of the message if it was posted. Null if Slack does not allow the search: better posted twice than never. */
async function findPosted(
  { context, now }: DeliveryDeps,
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

async function translatorFor(
  { users, translator }: DeliveryDeps,
  channel: string,
  { language }: PendingMessage,
): Promise<MessageTranslator> {
  return isSlackUser(channel) ? (await users.user(channel)).translator : translatorForChannel(translator, language);
}

const isDigest = ({ kind, count }: PendingMessage) => count > 1 && !changeMessageRenderer(kind);

/** The message; or why there is none: resolved before it was posted, or it cannot be rendered, which is a bug of ours. */
async function render(
  deps: DeliveryDeps,
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
    return (
      (change
        ? renderChangeMessage(deps, translator, { message, change })
        : renderNotices(deps, translator, message)) ?? 'undrawable'
    );
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
  { context, onCall }: DeliveryDeps,
  translator: MessageTranslator,
  { message, change }: { message: PendingMessage; change: Change },
) {
  const operation = findOperation(context.operations, change.operation);
  return (
    operation &&
    changeMessageRenderer(message.kind)?.(translator, { operation, operations: context.operations, onCall }, change)
  );
}

function renderNotices(deps: DeliveryDeps, translator: MessageTranslator, message: PendingMessage): Message | null {
  const context = noticeRenderContext(message, deps.catalogue, deps.context.operations);
  const [first] = message.notices;
  if (!context || !first) return null;
  return message.count === 1 ? noticeMessage(translator, context, first) : digestMessage(translator, context, message);
}
