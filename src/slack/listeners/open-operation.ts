import type { View } from '@slack/types';
import type { OperationRequest, Outcome } from '../../changes/change.js';
import type { NextAction } from '../../operations/change-plan.js';
import { findOperation, type Operation } from '../../operations/operation.js';
import { slackError } from '../client.js';
import { type SlackContext, withFailureReference } from '../context.js';
import { slackPhrases } from '../phrases.js';
import { nextSteps, section } from '../render/blocks.js';
import { linesMessage, type Message, sentence } from '../render/messages.js';
import { changeStatusText, outcomeView } from '../render/outcome.js';
import { failedView, loadingView, pickView, staleView, startOverActions } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { sendDirectly } from './respond.js';
import { uploadResultFile } from './upload-result.js';

const { phrase } = slackPhrases;

/** Where a request came from, and so where its answer can go. */
export interface ReplyTarget {
  /** Opens one modal, within three seconds. */
  readonly triggerId: string;
  /** The modal that is open: the answer replaces it. */
  readonly viewId?: string;
  /** Posts a message that only this user sees; absent outside of conversations. */
  readonly respondEphemeral?: (message: Message) => Promise<unknown>;
  /** The conversation, for files, which all of its members see. */
  readonly channelId?: string;
}

/** Opens an operation: the result of a read-only one as a message if possible, everything else in a modal. */
export async function openOperation(
  context: SlackContext,
  user: SlackUser,
  request: OperationRequest,
  replyTarget: ReplyTarget,
): Promise<void> {
  const operation = findOperation(context.operations, request.operation);
  if (
    operation?.readOnly &&
    replyTarget.respondEphemeral &&
    !(operation.subject === 'app' && request.sdkAppId === null)
  ) {
    const outcome = await context.changes.open(user.actor, request);
    await replyTarget.respondEphemeral(outcomeMessage(context, user, outcome));
    const note = await uploadResultFile(context, user, { outcome, channelId: replyTarget.channelId });
    if (note) await replyTarget.respondEphemeral(sentence(user.translator, note));
    return;
  }
  await openModal(context, user, replyTarget, async () => viewFor(context, user, operation, request));
}

/** Opens a modal with a loading view, then replaces it by what `render` returns. */
export async function openModal(
  context: SlackContext,
  user: SlackUser,
  replyTarget: ReplyTarget,
  render: () => Promise<View>,
): Promise<void> {
  const { client } = context;
  const viewId = replyTarget.viewId ?? (await openLoading(context, user, replyTarget));
  if (viewId === null) return;
  await withFailureReference(
    context,
    async () => client.updateView(viewId, await render()),
    (reference) => client.updateView(viewId, failedView(user.translator, reference)),
  );
}

async function openLoading(
  context: SlackContext,
  user: SlackUser,
  { triggerId, respondEphemeral = (message) => sendDirectly(context, user, message) }: ReplyTarget,
): Promise<string | null> {
  const { client, log } = context;
  const { translator } = user;
  try {
    return await client.openView(triggerId, loadingView(translator));
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a modal could not be opened');
    await respondEphemeral(sentence(translator, phrase('noWindow')));
    return null;
  }
}

async function viewFor(
  context: SlackContext,
  user: SlackUser,
  operation: Operation | undefined,
  request: OperationRequest,
): Promise<View> {
  if (!operation) return staleView(user.translator, context.operations);
  if (operation.subject === 'app' && request.sdkAppId === null) return pickView(user.translator, operation, request);
  return renderView(context, user, await context.changes.open(user.actor, request));
}

/** An outcome as a modal. Files cannot be shown in modals: they are sent as a direct message, and the modal says so. */
export async function renderView(context: SlackContext, user: SlackUser, outcome: Outcome): Promise<View> {
  const view = outcomeView(user.translator, context.operations, outcome);
  const note = await uploadResultFile(context, user, { outcome, channelId: undefined });
  return note ? { ...view, blocks: [...view.blocks, section(user.translator, note)] } : view;
}

/** An outcome as a message. Forms and previews, which need a modal, and null are reported as out of date. */
export function outcomeMessage(
  { operations }: SlackContext,
  { translator }: SlackUser,
  outcome: Outcome | null,
): Message {
  const steps = (asks: readonly NextAction[]) => nextSteps(translator, asks, operations);
  switch (outcome?.step) {
    case 'result':
      return linesMessage(translator, outcome.plan.lines, steps(outcome.plan.nextActions));
    case 'refused':
      return sentence(translator, outcome.refusal.reason, steps(outcome.refusal.nextActions ?? startOverActions));
    case 'pending':
    case 'applied':
    case 'declined':
    case 'alreadyDecided': {
      const { operation, change } = outcome;
      return sentence(
        translator,
        changeStatusText(operation, change),
        steps([{ operation: 'show', sdkAppId: change.sdkAppId }]),
      );
    }
    default:
      return sentence(translator, phrase('stale'), steps(startOverActions));
  }
}
