import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../changes/change.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Translator } from '../../i18n/translator.js';
import type { PendingMessage } from '../../notices/due.js';
import type { Outbox } from '../../notices/outbox.js';
import type { Metrics } from '../../observability/meters.js';
import { findOperation } from '../../operations/operation.js';
import { requestTimeoutMs, retryAfterMs, slackError } from '../client.js';
import type { SlackContext } from '../context.js';
import { classifyError, isDefinitive } from '../errors.js';
import { changeMessageRenderer } from '../render/change-messages.js';
import type { Message } from '../render/messages.js';
import { digestMessage, noticeMessage, noticeRenderContext } from '../render/notices.js';
import { isUser, type MessageTranslator, translatorForChannel } from '../render/translator.js';
import type { UserDirectory } from '../users.js';
import { attachDigestFile } from './attach-file.js';
import { type DeliveryTiming, isLate, unsettled } from './timing.js';

interface DeliveryDeps {
  readonly context: SlackContext;
  readonly users: UserDirectory;
  readonly outbox: Outbox;
  readonly translator: Translator;
  readonly catalogue: Catalogue;
  readonly onCall: readonly string[];
  readonly timing: DeliveryTiming;
  readonly metrics: Metrics;
  /** Nobody waits any more for the next message to be due. */
  readonly stopping: AbortSignal;
  /** Slack's clock is the wall clock, whatever day the bot is made to think it is. */
  now(): Date;
}

const maxWaitMs = 300_000;
/** How long until it is tried again whether an admin has mended what Slack refuses. */
const adminRetryMs = 600_000;
/** How often a message is tried that Slack refuses for a reason that nobody has heard of: for about half an hour. */
const maxAttempts = 12;

/**
 * Says, or edits, the next message that a channel waits for. Answers in how many milliseconds to come again; null when
 * nothing is left. One at a time for a channel; may end at any line, and the next one goes on. An outage delays a
 * message and never loses it, nor does what an admin can mend; what Slack refuses for good is logged, recorded and left.
 */
export function createDelivery(parts: DeliveryDeps): (channel: string) => Promise<number | null> {
  const { outbox, timing } = parts;
  const failures = new Map<string, Failing>();
  return async (channel) => {
    const message = await outbox.next(channel);
    if (!message) return null;
    try {
      const wait = await handle(parts, channel, message);
      failures.delete(channel);
      if (wait === 0) await pause(timing.intervalMs, null, { signal: parts.stopping }).catch(() => null);
      return wait === 0 && parts.stopping.aborted ? timing.intervalMs : wait;
    } catch (error) {
      const before = failures.get(channel);
      const failing = { id: message.id, tries: before?.id === message.id ? before.tries + 1 : 1 };
      failures.set(channel, failing);
      return afterFailure(parts, { channel, message, tries: failing.tries, error });
    }
  };
}

/** The message that a channel is stuck at, and how often it was tried. */
interface Failing {
  readonly id: string;
  readonly tries: number;
}

/** Waits, or gives the message up. Answers in how many milliseconds to come again. */
async function afterFailure(
  { context, outbox, timing, metrics }: DeliveryDeps,
  { channel, message, tries, error }: { channel: string; message: PendingMessage; tries: number; error: unknown },
): Promise<number> {
  const fate = classifyError(error, channel);
  const about = { err: error, slack: slackError(error), channel, message: message.id, kind: message.kind, tries };
  if (fate === 'lost' || (fate === 'unknown' && tries >= maxAttempts)) {
    context.log.warn(about, 'Slack refuses a message for good');
    metrics.message('lost');
    await outbox.markFailed(message, slackError(error) ?? 'refused');
    return 0;
  }
  if (fate === 'mendable') {
    context.log.error(about, 'a message waits until an admin mends what Slack refuses');
    return adminRetryMs;
  }
  context.log.warn(about, 'a message waits: Slack did not take it');
  return retryAfterMs(error) ?? Math.min(timing.retryMs * 2 ** (tries - 1), maxWaitMs);
}

/** Edits it, finds it, or says it, and hangs its file on it. Answers in how many milliseconds to come again. */
async function handle(parts: DeliveryDeps, channel: string, message: PendingMessage): Promise<number> {
  const { context, outbox, now, timing } = parts;
  const translator = await voiceOf(parts, channel, message);
  if (message.ref && message.file)
    return attachDigestFile(parts, { translator, message, ref: message.ref, attemptedAt: message.file.attemptedAt });
  const rendered = await render(parts, translator, message);
  if (message.ref) {
    if (typeof rendered !== 'string') await context.client.update(message.ref.channel, message.ref.ts, rendered);
    await outbox.markUpdated(message);
    return 0;
  }
  const conversation = isUser(channel) ? await context.client.directMessage(channel) : channel;
  // In this order: what is on its way while we look may arrive after it.
  const early = unsettled(timing, message.attemptedAt, now());
  const found = message.attemptedAt ? await look(parts, conversation, message) : null;
  if (found === null && early > 0) return early;
  if (found === null && typeof rendered === 'string') {
    await outbox.markFailed(message, rendered);
    return 0;
  }
  const ts = found ?? (typeof rendered === 'string' ? '' : await post(parts, { conversation, message, rendered }));
  if (ts === null) return 0;
  const ref = { channel: conversation, ts };
  const file = isDigest(message);
  await outbox.markPosted(message, { ref, at: now(), found: found !== null, file });
  return file ? attachDigestFile(parts, { translator, message, ref, attemptedAt: null }) : 0;
}

interface Posting {
  readonly conversation: string;
  readonly message: PendingMessage;
  readonly rendered: Message;
}

/**
 * The ts of the message, which nobody has seen yet; null: there is something else to do by now, or so much time has passed
 * since the attempt was noted that others may take it for settled.
 */
async function post(
  { context, outbox, now }: DeliveryDeps,
  { conversation, message, rendered }: Posting,
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

/** How far Slack's clock and ours may differ, in milliseconds. */
const clockSkewMs = 60_000;

/** The ts of the message, if it stands there. Where Slack does not let us look, it is said: better twice than never. */
async function look(
  { context, timing }: DeliveryDeps,
  conversation: string,
  message: PendingMessage,
): Promise<string | null> {
  const at = message.attemptedAt?.getTime() ?? 0;
  const between = {
    from: new Date(at - clockSkewMs),
    to: new Date(at + Math.max(timing.settleMs, requestTimeoutMs) + clockSkewMs),
  };
  try {
    return await context.client.find(conversation, message.id, between);
  } catch (error) {
    if (!isDefinitive(error)) throw error;
    context.log.warn({ err: error, message: message.id }, 'whether a message was said cannot be found out');
    return null;
  }
}

async function voiceOf(
  { users, translator }: DeliveryDeps,
  channel: string,
  { language }: PendingMessage,
): Promise<MessageTranslator> {
  return isUser(channel) ? (await users.user(channel)).translator : translatorForChannel(translator, language);
}

const isDigest = ({ kind, count }: PendingMessage) => count > 1 && !changeMessageRenderer(kind);

/** The message; or why there is none: it is over before it was said, or cannot be drawn, which is our fault. */
async function render(
  parts: DeliveryDeps,
  translator: MessageTranslator,
  message: PendingMessage,
): Promise<Message | 'over' | 'undrawable'> {
  const { context } = parts;
  const [first] = message.notices;
  if (!first) return 'over';
  const change = changeMessageRenderer(message.kind)
    ? await context.changes.get(String(first.payload['change']))
    : null;
  if (message.kind === 'approval-reminder' && !message.ref && change?.state !== 'pending') return 'over';
  try {
    return (
      (change ? ofChange(parts, translator, { message, change }) : ofApps(parts, translator, message)) ?? 'undrawable'
    );
  } catch (error) {
    context.log.error({ err: error, message: message.id, kind: message.kind }, 'a message cannot be drawn');
    return 'undrawable';
  }
}

function ofChange(
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

function ofApps(parts: DeliveryDeps, translator: MessageTranslator, message: PendingMessage): Message | null {
  const context = noticeRenderContext(message, parts.catalogue, parts.context.operations);
  const [first] = message.notices;
  if (!context || !first) return null;
  return message.count === 1 ? noticeMessage(translator, context, first) : digestMessage(translator, context, message);
}
