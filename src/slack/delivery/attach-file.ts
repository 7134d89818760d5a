import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { MessageNotice, MessageRef, PendingMessage } from '../../notices/due.js';
import type { Outbox } from '../../notices/outbox.js';
import { retryAfterMs, type Upload } from '../client.js';
import type { SlackContext } from '../context.js';
import { classifyError, isDefinitive } from '../errors.js';
import { csvUpload } from '../render/csv.js';
import { digestTable, noticeRenderContext } from '../render/notices.js';
import type { MessageTranslator } from '../render/translator.js';
import { type DeliveryTiming, isLate, unsettled } from './timing.js';

interface DeliveryDeps {
  readonly context: SlackContext;
  readonly outbox: Outbox;
  readonly catalogue: Catalogue;
  readonly timing: DeliveryTiming;
  now(): Date;
}

/** A digest that stands at `spot`; `triedAt`: Slack was asked to take its file, and nobody knows whether it did. */
interface Attachment {
  readonly translator: MessageTranslator;
  readonly message: PendingMessage;
  readonly ref: MessageRef;
  readonly attemptedAt: Date | null;
}

/** Slack takes a file in three steps, each of which may take its time. */
const steps = 3;

/**
 * Hangs all of a digest as a file on its message, once: the bot replies to it with nothing else, so where it has replied
 * the file hangs. Answers in how many milliseconds to come again. What Slack refuses is logged and left, since the
 * message stands by itself; otherwise it throws, and is to be tried again.
 */
export async function attachDigestFile(
  parts: DeliveryDeps,
  { translator, message, ref, attemptedAt }: Attachment,
): Promise<number> {
  const { outbox, timing, now } = parts;
  const early = unsettled({ settleMs: timing.settleMs * steps }, attemptedAt, now());
  const hangs = attemptedAt !== null && (await isThere(parts, ref, message));
  if (!hangs && early > 0) return early;
  const file = hangs ? null : await rendered(parts, translator, message);
  if (file && !(await upload(parts, { message, ref, file }))) return 0;
  await outbox.markFileAttached(message);
  return 0;
}

async function isThere(
  { context }: DeliveryDeps,
  { channel, ts }: MessageRef,
  { id }: PendingMessage,
): Promise<boolean> {
  try {
    return await context.client.hasReplied(channel, ts);
  } catch (error) {
    if (!isDefinitive(error)) throw error;
    context.log.warn({ err: error, message: id }, 'whether a file was taken cannot be found out');
    return false;
  }
}

/** Null where it cannot be drawn, which is our fault. */
async function rendered(
  { context, outbox, catalogue }: DeliveryDeps,
  translator: MessageTranslator,
  message: PendingMessage,
): Promise<Upload | null> {
  const all: MessageNotice[] = [];
  for await (const said of outbox.noticesOf(message)) all.push(...said);
  try {
    const digest = noticeRenderContext(message, catalogue, context.operations);
    return digest && csvUpload(translator, digestTable(digest, all));
  } catch (error) {
    context.log.error({ err: error, message: message.id, kind: message.kind }, 'the file of a digest cannot be drawn');
    return null;
  }
}

interface Uploading {
  readonly message: PendingMessage;
  readonly ref: MessageRef;
  readonly file: Upload;
}

/** False: somebody else does it, or it is too late for this attempt. */
async function upload({ context, outbox, now }: DeliveryDeps, { message, ref, file }: Uploading): Promise<boolean> {
  const at = now();
  if (!(await outbox.markFileAttempted(message, at)) || isLate(at, now())) return false;
  try {
    await context.client.upload(ref.channel, { ...file, threadTs: ref.ts });
  } catch (error) {
    if (retryAfterMs(error) !== null) await outbox.markFileAttempted(message, null);
    const fate = classifyError(error);
    if (fate === null || fate === 'passing') throw error;
    context.log.error({ err: error, message: message.id }, 'the file of a digest could not be attached');
  }
  return true;
}
