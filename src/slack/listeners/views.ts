import { setTimeout as pause } from 'node:timers/promises';
import type { SlackViewMiddlewareArgs } from '@slack/bolt';
import type { View } from '@slack/types';
import { withFailureReference } from '../context.js';
import { type FromBolt, failureMessage, type ListenerDeps } from '../incoming.js';
import { slackPhrases } from '../phrases.js';
import { section } from '../render/blocks.js';
import { sentence } from '../render/messages.js';
import { failedView, infoView, loadingView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { refreshHome } from './home.js';
import { updateAfterAck } from './late.js';
import { onSubmit, type Reply, type ViewSubmission } from './on-submit.js';

const { phrase } = slackPhrases;

/** Modals whose submission can change what the Home tab says. */
const decisive = new Set(['preview', 'approve', 'decline']);

/** A submitted modal: it gets its answer, and the Home tab behind it is drawn anew where it may say something else. */
export async function handleViewSubmission(incoming: ListenerDeps, args: FromBolt<SlackViewMiddlewareArgs>) {
  const { context, users } = incoming;
  const { ack, body, view } = args;
  if (body.type !== 'view_submission') return ack();
  await answerSubmission(incoming, args);
  if (!decisive.has(view.callback_id)) return;
  const user = await users.user(body.user.id);
  await withFailureReference(
    context,
    () => refreshHome(context, user),
    () => undefined,
  );
}

/** Answers in time, or with a loading view behind which the work goes on. */
async function answerSubmission(incoming: ListenerDeps, { ack, body, view }: FromBolt<SlackViewMiddlewareArgs>) {
  const { context, users, ackBudgetMs } = incoming;
  const waiting = new AbortController();
  const tooLong = pause(ackBudgetMs, null, { signal: waiting.signal }).catch(() => null);
  const known = users.user(body.user.id);
  const reply = known.then((user) => replyTo(incoming, user, view));
  const withTimeout = await Promise.race([reply, tooLong]);
  waiting.abort();
  if (withTimeout && 'errors' in withTimeout)
    return ack({ response_action: 'errors', errors: { ...withTimeout.errors } });
  if (withTimeout) return ack(update(withTimeout.view));
  const user = await known;
  await ack(update(loadingView(user.translator)));
  const late = await reply;
  // Slack must have shown the loading view, or it would be shown last.
  await pause(ackBudgetMs / 8);
  await updateAfterAck(context, user, { viewId: view.id, reply: late });
}

function replyTo({ context, isReplay }: ListenerDeps, user: SlackUser, submitted: ViewSubmission): Promise<Reply> {
  const { translator } = user;
  if (isReplay()) {
    const view = infoView(translator, phrase('manage'), [section(translator, phrase('received'))]);
    return Promise.resolve({ view, inWords: () => sentence(translator, phrase('received')) });
  }
  return withFailureReference<Reply>(
    context,
    () => onSubmit(context, user, submitted),
    (reference) => ({ view: failedView(translator, reference), inWords: () => failureMessage(user, reference) }),
  );
}

function update(view: View) {
  return { response_action: 'update' as const, view };
}
