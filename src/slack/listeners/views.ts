import { setTimeout as pause } from 'node:timers/promises';
import type { SlackViewMiddlewareArgs } from '@slack/bolt';
import type { View } from '@slack/types';
import type { Outcome } from '../../changes/change.js';
import { findOperation } from '../../operations/operation.js';
import { parseAppId } from '../../operations/text-input.js';
import {
  type FromBolt,
  failureMessage,
  type ListenerDeps,
  type SlackContext,
  withFailureReference,
} from '../context.js';
import { decodeAction, decodeChange } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { errorText, section } from '../render/blocks.js';
import { type Message, sentence } from '../render/messages.js';
import { failedView, infoView, lateErrorsView, loadingView, pickView, staleView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { readViewState, type ViewState } from '../view-state.js';
import { refreshHome } from './home.js';
import { outcomeMessage, renderView } from './open-operation.js';
import { refusedView } from './refusal.js';
import { sendDirectly } from './respond.js';

const { phrase } = slackPhrases;

/** A submitted modal. */
export interface ViewSubmission {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

/** The response to a submission: errors by block id, or the view that replaces the modal; and the same as a message. */
export type SubmissionReply = ({ readonly errors: Readonly<Record<string, string>> } | { readonly view: View }) & {
  asMessage(): Message;
};

/** Returns null if the modal's metadata is not ours. */
type ViewHandler = (context: SlackContext, user: SlackUser, view: ViewSubmission) => Promise<Outcome | View | null>;

/** By callback id. A modal only refers to records; the change service reads and checks them again. */
const viewHandlers = {
  async form({ changes, client }, { actor }, { private_metadata, state }) {
    const reference = decodeAction(private_metadata);
    const { values, files } = readViewState(state);
    const texts = await readFiles(client, files);
    return reference && changes.propose(actor, { ...reference, values: { ...values, ...texts } });
  },
  async preview({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { typedName = '', reason = '' } = readViewState(state).values;
    return reference && changes.confirm(actor, { ...reference, typedName, reason });
  },
  async approve({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { typedName = '' } = readViewState(state).values;
    return reference && changes.approve(actor, { ...reference, typedName });
  },
  async decline({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { why = '' } = readViewState(state).values;
    return reference && changes.decline(actor, { changeId: reference.changeId, reason: why });
  },
  async pick({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeAction(private_metadata);
    return reference && changes.open(actor, { ...reference, sdkAppId: appIdIn(state) });
  },
  async manage({ changes, operations }, user, { state }) {
    const { operation: name = '' } = readViewState(state).values;
    const request = { operation: name, sdkAppId: appIdIn(state), values: {} };
    const operation = findOperation(operations, name);
    return request.sdkAppId === null && operation
      ? pickView(user.translator, operation, request)
      : changes.open(user.actor, request);
  },
} satisfies Record<string, ViewHandler>;

/** Far more than the longest file that an operation reads. */
const maxFileBytes = 4 * 1024 * 1024;

/** The text of each file. Bytes that are not UTF-8 become U+FFFD, which the operation refuses. */
async function readFiles(client: SlackContext['client'], files: ReturnType<typeof readViewState>['files']) {
  const texts = Object.entries(files).map(async ([name, file]) => {
    const bytes = await client.download(file, maxFileBytes);
    return [name, new TextDecoder().decode(bytes)] as const;
  });
  return Object.fromEntries(await Promise.all(texts));
}

const viewHandlerOf: ReadonlyMap<string, ViewHandler> = new Map(Object.entries<ViewHandler>(viewHandlers));

function appIdIn(state: ViewState | undefined): number | null {
  const { app = '' } = readViewState(state).values;
  return parseAppId(app);
}

/** Runs the handler of a submitted modal and renders its result. */
async function processSubmission(
  context: SlackContext,
  user: SlackUser,
  view: ViewSubmission,
): Promise<SubmissionReply> {
  const result = await viewHandlerOf.get(view.callback_id)?.(context, user, view);
  const asMessage = () => outcomeMessage(context, user, result && 'step' in result ? result : null);
  if (!result) return { view: staleView(user.translator, context.operations), asMessage };
  if (!('step' in result)) return { view: result, asMessage };
  if (result.step === 'refused' && result.refusal.field !== undefined) {
    const block = readViewState(view.state).blocks[result.refusal.field];
    if (block !== undefined)
      return { errors: { [block]: errorText(user.translator, result.refusal.reason) }, asMessage };
  }
  return { view: await renderView(context, user, result), asMessage };
}

/** Modals whose submission can change what the Home tab shows. */
const viewsThatChangeHome = new Set(['preview', 'approve', 'decline']);

/** Answers a submitted modal, then updates the user's Home tab if the submission may have changed it. */
export async function handleViewSubmission(deps: ListenerDeps, args: FromBolt<SlackViewMiddlewareArgs>) {
  const { context } = deps;
  const { ack, body, view } = args;
  if (body.type !== 'view_submission') return ack();
  await acknowledgeSubmission(deps, args);
  if (!viewsThatChangeHome.has(view.callback_id)) return;
  const user = await deps.user();
  if (user.refusal) return;
  await withFailureReference(
    context,
    () => refreshHome(context, user),
    () => undefined,
  );
}

/** Acknowledges with the reply if it is ready in time; otherwise with a loading view that is updated later. */
async function acknowledgeSubmission(deps: ListenerDeps, { ack, view }: FromBolt<SlackViewMiddlewareArgs>) {
  const { context, ackBudgetMs } = deps;
  const timer = new AbortController();
  const timedOut = pause(ackBudgetMs, null, { signal: timer.signal }).catch(() => null);
  const loadingUser = deps.user();
  const reply = loadingUser.then((user) => createReply(deps, user, view));
  const replyInTime = await Promise.race([reply, timedOut]);
  timer.abort();
  if (replyInTime && 'errors' in replyInTime)
    return ack({ response_action: 'errors', errors: { ...replyInTime.errors } });
  if (replyInTime) return ack(updateResponse(replyInTime.view));
  const user = await loadingUser;
  await ack(updateResponse(loadingView(user.translator)));
  const lateReply = await reply;
  // Slack must have shown the loading view first, or it would replace the reply.
  await pause(ackBudgetMs / 8);
  await updateAfterAck(context, user, { viewId: view.id, reply: lateReply });
}

function createReply(
  { context, isReplay }: ListenerDeps,
  user: SlackUser,
  submission: ViewSubmission,
): Promise<SubmissionReply> {
  const { translator } = user;
  if (isReplay()) {
    const view = infoView(translator, phrase('manage'), [section(translator, phrase('received'))]);
    return Promise.resolve({ view, asMessage: () => sentence(translator, phrase('received')) });
  }
  const { refusal } = user;
  if (refusal) {
    const view = refusedView(context, user, refusal);
    return Promise.resolve({ view, asMessage: () => sentence(translator, refusal) });
  }
  return withFailureReference<SubmissionReply>(
    context,
    () => processSubmission(context, user, submission),
    (reference) => ({ view: failedView(translator, reference), asMessage: () => failureMessage(user, reference) }),
  );
}

function updateResponse(view: View) {
  return { response_action: 'update' as const, view };
}

/**
 * Replaces the loading view by the reply. If Slack does not take the view, the user gets the reply as a direct message,
 * because the change may be applied by now.
 */
async function updateAfterAck(
  context: SlackContext,
  user: SlackUser,
  { viewId, reply }: { viewId: string; reply: SubmissionReply },
): Promise<void> {
  const { client, log } = context;
  try {
    await client.updateView(viewId, 'view' in reply ? reply.view : lateErrorsView(user.translator, reply.errors));
  } catch (error) {
    log.warn({ err: error }, 'the reply to a modal could not be shown in it and is sent as a direct message');
    await withFailureReference(
      context,
      () => sendDirectly(context, user, reply.asMessage()),
      () => undefined,
    );
  }
}
