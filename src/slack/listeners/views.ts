import { setTimeout as pause } from 'node:timers/promises';
import type { SlackViewMiddlewareArgs } from '@slack/bolt';
import type { View } from '@slack/types';
import { orReference } from '../context.js';
import { type FromBolt, type Incoming, sorry } from '../incoming.js';
import { slackBook } from '../phrases.js';
import { section } from '../render/blocks.js';
import { sentence } from '../render/messages.js';
import { failedView, loadingView, notice } from '../render/views.js';
import type { Person } from '../users.js';
import { redrawHome } from './home.js';
import { showLate } from './late.js';
import { onSubmit, type Reply, type Submitted } from './on-submit.js';

const { say } = slackBook;

/** Modals whose submission can change what the Home tab says. */
const decisive = new Set(['preview', 'approve', 'decline']);

/** A submitted modal: it gets its answer, and the Home tab behind it is drawn anew where it may say something else. */
export async function takeSubmission(incoming: Incoming, args: FromBolt<SlackViewMiddlewareArgs>) {
  const { context, people } = incoming;
  const { ack, body, view } = args;
  if (body.type !== 'view_submission') return ack();
  await answerSubmission(incoming, args);
  if (!decisive.has(view.callback_id)) return;
  const person = await people.person(body.user.id);
  await orReference(
    context,
    () => redrawHome(context, person),
    () => undefined,
  );
}

/** Answers in time, or with a loading view behind which the work goes on. */
async function answerSubmission(incoming: Incoming, { ack, body, view }: FromBolt<SlackViewMiddlewareArgs>) {
  const { context, people, patienceMs } = incoming;
  const waiting = new AbortController();
  const tooLong = pause(patienceMs, null, { signal: waiting.signal }).catch(() => null);
  const known = people.person(body.user.id);
  const reply = known.then((person) => replyTo(incoming, person, view));
  const inTime = await Promise.race([reply, tooLong]);
  waiting.abort();
  if (inTime && 'errors' in inTime) return ack({ response_action: 'errors', errors: { ...inTime.errors } });
  if (inTime) return ack(update(inTime.view));
  const person = await known;
  await ack(update(loadingView(person.voice)));
  const late = await reply;
  // Slack must have shown the loading view, or it would be shown last.
  await pause(patienceMs / 8);
  await showLate(context, person, { viewId: view.id, reply: late });
}

function replyTo({ context, isReplay }: Incoming, person: Person, submitted: Submitted): Promise<Reply> {
  const { voice } = person;
  if (isReplay()) {
    const view = notice(voice, say('manage'), [section(voice, say('received'))]);
    return Promise.resolve({ view, inWords: () => sentence(voice, say('received')) });
  }
  return orReference<Reply>(
    context,
    () => onSubmit(context, person, submitted),
    (reference) => ({ view: failedView(voice, reference), inWords: () => sorry(person, reference) }),
  );
}

function update(view: View) {
  return { response_action: 'update' as const, view };
}
