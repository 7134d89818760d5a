import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Outbox } from '../../notices/outbox.js';
import type { MessageNotice, MessageRef, PendingMessage } from '../../notices/pending-message.js';
import { retryAfterMs, type Upload } from '../client.js';
import type { SlackContext } from '../context.js';
import { csvUpload } from '../render/csv.js';
import { digestTable, noticeRenderContext } from '../render/notices.js';
import type { MessageTranslator } from '../render/translator.js';
import { classifyError, isDefinitive } from '../retry-policy.js';
import { type DeliveryTiming, isLate, unsettledMs } from './timing.js';

interface DeliveryDeps {
  readonly context: SlackContext;
  readonly outbox: Outbox;
  readonly catalogue: Catalogue;
  readonly timing: DeliveryTiming;
  now(): Date;
}

/** A posted digest. `attemptedAt`: when its file was last uploaded with an unknown result; null if never. */
interface Attachment {
  readonly translator: MessageTranslator;
  readonly message: PendingMessage;
  readonly ref: MessageRef;
  readonly attemptedAt: Date | null;
}

/** An upload takes three requests, each of which may take until its timeout. */
const uploadSteps = 3;

/**
 * Attaches the whole digest as a file to its message, once: the bot's only reply to a digest is its file, so if it has
 * replied, the file is attached. Returns after how many ms to call again. An error of Slack is logged and the file
 * skipped, since the message is complete without it; any other failure is thrown, to be retried.
 */
export async function attachDigestFile(
  deps: DeliveryDeps,
  { translator, message, ref, attemptedAt }: Attachment,
): Promise<number> {
  const { outbox, timing, now } = deps;
  const waitMs = unsettledMs({ settleMs: timing.settleMs * uploadSteps }, attemptedAt, now());
  const isAttached = attemptedAt !== null && (await hasFile(deps, ref, message));
  if (!isAttached && waitMs > 0) return waitMs;
  const file = isAttached ? null : await renderFile(deps, translator, message);
  if (file && !(await upload(deps, { message, ref, file }))) return 0;
  await outbox.markFileAttached(message);
  return 0;
}

async function hasFile(
  { context }: DeliveryDeps,
  { channel, ts }: MessageRef,
  { id }: PendingMessage,
): Promise<boolean> {
  try {
    return await context.client.hasReplied(channel, ts);
  } catch (error) {
    if (!isDefinitive(error)) throw error;
    context.log.warn({ err: error, message: id }, 'cannot check whether a file was attached');
    return false;
  }
}

/** Null if it cannot be rendered, which is a bug of ours. */
async function renderFile(
  { context, outbox, catalogue }: DeliveryDeps,
  translator: MessageTranslator,
  message: PendingMessage,
): Promise<Upload | null> {
  const notices: MessageNotice[] = [];
  for await (const batch of outbox.noticesOf(message)) notices.push(...batch);
  try {
    const digest = noticeRenderContext(message, catalogue, context.operations);
    return digest && csvUpload(translator, digestTable(digest, notices));
  } catch (error) {
    context.log.error(
      { err: error, message: message.id, kind: message.kind },
      'the file of a digest cannot be rendered',
    );
    return null;
  }
}

interface UploadRequest {
  readonly message: PendingMessage;
  readonly ref: MessageRef;
  readonly file: Upload;
}

/** False if another process is uploading it, or if it is too late for this attempt. */
async function upload({ context, outbox, now }: DeliveryDeps, { message, ref, file }: UploadRequest): Promise<boolean> {
  const at = now();
  if (!(await outbox.markFileAttempted(message, at)) || isLate(at, now())) return false;
  try {
    await context.client.upload(ref.channel, { ...file, threadTs: ref.ts });
  } catch (error) {
    if (retryAfterMs(error) !== null) await outbox.markFileAttempted(message, null);
    const errorClass = classifyError(error);
    if (errorClass === null || errorClass === 'transient') throw error;
    context.log.error({ err: error, message: message.id }, 'the file of a digest could not be attached');
  }
  return true;
}
