import { setTimeout as pause } from 'node:timers/promises';
import type { Change } from '../../changes/change.js';
import type { Catalogue } from '../../domain/catalogue/catalogue.js';
import type { Interpreter } from '../../i18n/translator.js';
import type { Due } from '../../notices/due.js';
import type { Outbox } from '../../notices/outbox.js';
import type { Meters } from '../../observability/meters.js';
import { operationNamed } from '../../operations/operation.js';
import { askedToWait, patience, slackError } from '../client.js';
import type { Context } from '../context.js';
import { fateOf, isRefused } from '../errors.js';
import { changeDraw } from '../render/change-messages.js';
import type { Message } from '../render/messages.js';
import { digestMessage, easelOf, noticeMessage } from '../render/notices.js';
import { isUser, type Voice, voiceForAll } from '../render/translator.js';
import type { People } from '../users.js';
import { hangFile } from './attach-file.js';
import { isLate, type Pace, unsettled } from './timing.js';

interface Parts {
  readonly context: Context;
  readonly people: People;
  readonly outbox: Outbox;
  readonly interpreter: Interpreter;
  readonly catalogue: Catalogue;
  readonly onCall: readonly string[];
  readonly pace: Pace;
  readonly meters: Meters;
  /** Nobody waits any more for the next message to be due. */
  readonly stopping: AbortSignal;
  /** Slack's clock is the wall clock, whatever day the bot is made to think it is. */
  now(): Date;
}

const longestWait = 300_000;
/** How long until it is tried again whether an admin has mended what Slack refuses. */
const mendingWait = 600_000;
/** How often a message is tried that Slack refuses for a reason that nobody has heard of: for about half an hour. */
const mostTries = 12;

/**
 * Says, or edits, the next message that a channel waits for. Answers in how many milliseconds to come again; null when
 * nothing is left. One at a time for a channel; may end at any line, and the next one goes on. An outage delays a
 * message and never loses it, nor does what an admin can mend; what Slack refuses for good is logged, recorded and left.
 */
export function deliverer(parts: Parts): (channel: string) => Promise<number | null> {
  const { outbox, pace } = parts;
  const failures = new Map<string, Failing>();
  return async (channel) => {
    const due = await outbox.next(channel);
    if (!due) return null;
    try {
      const wait = await handle(parts, channel, due);
      failures.delete(channel);
      if (wait === 0) await pause(pace.between, null, { signal: parts.stopping }).catch(() => null);
      return wait === 0 && parts.stopping.aborted ? pace.between : wait;
    } catch (error) {
      const before = failures.get(channel);
      const failing = { id: due.id, tries: before?.id === due.id ? before.tries + 1 : 1 };
      failures.set(channel, failing);
      return afterFailure(parts, { channel, due, tries: failing.tries, error });
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
  { context, outbox, pace, meters }: Parts,
  { channel, due, tries, error }: { channel: string; due: Due; tries: number; error: unknown },
): Promise<number> {
  const fate = fateOf(error, channel);
  const about = { err: error, slack: slackError(error), channel, message: due.id, kind: due.kind, tries };
  if (fate === 'lost' || (fate === 'unknown' && tries >= mostTries)) {
    context.log.warn(about, 'Slack refuses a message for good');
    meters.message('lost');
    await outbox.gaveUp(due, slackError(error) ?? 'refused');
    return 0;
  }
  if (fate === 'mendable') {
    context.log.error(about, 'a message waits until an admin mends what Slack refuses');
    return mendingWait;
  }
  context.log.warn(about, 'a message waits: Slack did not take it');
  return askedToWait(error) ?? Math.min(pace.again * 2 ** (tries - 1), longestWait);
}

/** Edits it, finds it, or says it, and hangs its file on it. Answers in how many milliseconds to come again. */
async function handle(parts: Parts, channel: string, due: Due): Promise<number> {
  const { context, outbox, now, pace } = parts;
  const voice = await voiceOf(parts, channel, due);
  if (due.spot && due.file) return hangFile(parts, { voice, due, spot: due.spot, triedAt: due.file.triedAt });
  const message = await draw(parts, voice, due);
  if (due.spot) {
    if (typeof message !== 'string') await context.web.update(due.spot.channel, due.spot.ts, message);
    await outbox.edited(due);
    return 0;
  }
  const conversation = isUser(channel) ? await context.web.directMessage(channel) : channel;
  // In this order: what is on its way while we look may arrive after it.
  const early = unsettled(pace, due.triedAt, now());
  const found = due.triedAt ? await look(parts, conversation, due) : null;
  if (found === null && early > 0) return early;
  if (found === null && typeof message === 'string') {
    await outbox.gaveUp(due, message);
    return 0;
  }
  const ts = found ?? (typeof message === 'string' ? '' : await post(parts, { conversation, due, message }));
  if (ts === null) return 0;
  const spot = { channel: conversation, ts };
  const file = isDigest(due);
  await outbox.said(due, { spot, at: now(), found: found !== null, file });
  return file ? hangFile(parts, { voice, due, spot, triedAt: null }) : 0;
}

interface Posting {
  readonly conversation: string;
  readonly due: Due;
  readonly message: Message;
}

/**
 * The ts of the message, which nobody has seen yet; null: there is something else to do by now, or so much time has passed
 * since the attempt was noted that others may take it for settled.
 */
async function post({ context, outbox, now }: Parts, { conversation, due, message }: Posting): Promise<string | null> {
  const at = now();
  if (!(await outbox.tried(due, at)) || isLate(at, now())) return null;
  try {
    return await context.web.post(conversation, message, due);
  } catch (error) {
    if (askedToWait(error) !== null || isRefused(error)) await outbox.tried(due, null);
    throw error;
  }
}

/** How far Slack's clock and ours may differ, in milliseconds. */
const skew = 60_000;

/** The ts of the message, if it stands there. Where Slack does not let us look, it is said: better twice than never. */
async function look({ context, pace }: Parts, conversation: string, due: Due): Promise<string | null> {
  const at = due.triedAt?.getTime() ?? 0;
  const between = { from: new Date(at - skew), to: new Date(at + Math.max(pace.settled, patience) + skew) };
  try {
    return await context.web.find(conversation, due.id, between);
  } catch (error) {
    if (!isRefused(error)) throw error;
    context.log.warn({ err: error, message: due.id }, 'whether a message was said cannot be found out');
    return null;
  }
}

async function voiceOf({ people, interpreter }: Parts, channel: string, { language }: Due): Promise<Voice> {
  return isUser(channel) ? (await people.person(channel)).voice : voiceForAll(interpreter, language);
}

const isDigest = ({ kind, count }: Due) => count > 1 && !changeDraw(kind);

/** The message; or why there is none: it is over before it was said, or cannot be drawn, which is our fault. */
async function draw(parts: Parts, voice: Voice, due: Due): Promise<Message | 'over' | 'undrawable'> {
  const { context } = parts;
  const [first] = due.notices;
  if (!first) return 'over';
  const change = changeDraw(due.kind) ? await context.corridor.look(String(first.facts['change'])) : null;
  if (due.kind === 'approval-reminder' && !due.spot && change?.state !== 'awaiting') return 'over';
  try {
    return (change ? ofChange(parts, voice, { due, change }) : ofApps(parts, voice, due)) ?? 'undrawable';
  } catch (error) {
    context.log.error({ err: error, message: due.id, kind: due.kind }, 'a message cannot be drawn');
    return 'undrawable';
  }
}

function ofChange({ context, onCall }: Parts, voice: Voice, { due, change }: { due: Due; change: Change }) {
  const operation = operationNamed(context.operations, change.operation);
  return operation && changeDraw(due.kind)?.(voice, { operation, operations: context.operations, onCall }, change);
}

function ofApps(parts: Parts, voice: Voice, due: Due): Message | null {
  const easel = easelOf(due, parts.catalogue, parts.context.operations);
  const [first] = due.notices;
  if (!easel || !first) return null;
  return due.count === 1 ? noticeMessage(voice, easel, first) : digestMessage(voice, easel, due);
}
