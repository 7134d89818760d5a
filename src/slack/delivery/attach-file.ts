import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Due, Said, Spot } from '../../notices/due.js';
import type { Outbox } from '../../notices/outbox.js';
import { askedToWait, type Upload } from '../client.js';
import type { Context } from '../context.js';
import { fateOf, isRefused } from '../errors.js';
import { csvUpload } from '../render/csv.js';
import { digestTable, easelOf } from '../render/notices.js';
import type { Voice } from '../render/translator.js';
import { isLate, type Pace, unsettled } from './timing.js';

interface Parts {
  readonly context: Context;
  readonly outbox: Outbox;
  readonly catalogue: Catalogue;
  readonly pace: Pace;
  now(): Date;
}

/** A digest that stands at `spot`; `triedAt`: Slack was asked to take its file, and nobody knows whether it did. */
interface Hanging {
  readonly voice: Voice;
  readonly due: Due;
  readonly spot: Spot;
  readonly triedAt: Date | null;
}

/** Slack takes a file in three steps, each of which may take its time. */
const steps = 3;

/**
 * Hangs all of a digest as a file on its message, once: the bot replies to it with nothing else, so where it has replied
 * the file hangs. Answers in how many milliseconds to come again. What Slack refuses is logged and left, since the
 * message stands by itself; otherwise it throws, and is to be tried again.
 */
export async function hangFile(parts: Parts, { voice, due, spot, triedAt }: Hanging): Promise<number> {
  const { outbox, pace, now } = parts;
  const early = unsettled({ settled: pace.settled * steps }, triedAt, now());
  const hangs = triedAt !== null && (await isThere(parts, spot, due));
  if (!hangs && early > 0) return early;
  const file = hangs ? null : await drawn(parts, voice, due);
  if (file && !(await upload(parts, { due, spot, file }))) return 0;
  await outbox.filed(due);
  return 0;
}

async function isThere({ context }: Parts, { channel, ts }: Spot, { id }: Due): Promise<boolean> {
  try {
    return await context.web.hasReplied(channel, ts);
  } catch (error) {
    if (!isRefused(error)) throw error;
    context.log.warn({ err: error, message: id }, 'whether a file was taken cannot be found out');
    return false;
  }
}

/** Null where it cannot be drawn, which is our fault. */
async function drawn({ context, outbox, catalogue }: Parts, voice: Voice, due: Due): Promise<Upload | null> {
  const all: Said[] = [];
  for await (const said of outbox.noticesOf(due)) all.push(...said);
  try {
    const easel = easelOf(due, catalogue, context.operations);
    return easel && csvUpload(voice, digestTable(easel, all));
  } catch (error) {
    context.log.error({ err: error, message: due.id, kind: due.kind }, 'the file of a digest cannot be drawn');
    return null;
  }
}

interface Uploading {
  readonly due: Due;
  readonly spot: Spot;
  readonly file: Upload;
}

/** False: somebody else does it, or it is too late for this attempt. */
async function upload({ context, outbox, now }: Parts, { due, spot, file }: Uploading): Promise<boolean> {
  const at = now();
  if (!(await outbox.fileTried(due, at)) || isLate(at, now())) return false;
  try {
    await context.web.upload(spot.channel, { ...file, threadTs: spot.ts });
  } catch (error) {
    if (askedToWait(error) !== null) await outbox.fileTried(due, null);
    const fate = fateOf(error);
    if (fate === null || fate === 'passing') throw error;
    context.log.error({ err: error, message: due.id }, 'the file of a digest could not be attached');
  }
  return true;
}
