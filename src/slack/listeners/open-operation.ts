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
import { uploadResultFile } from './upload-result.js';

const { phrase } = slackPhrases;

/** Where a person pressed or typed, and so where the answer can go. */
export interface ReplyTarget {
  /** Opens a modal, once, within three seconds. */
  readonly trigger: string;
  /** The modal that is open already: it is replaced. */
  readonly viewId?: string;
  /** Says something that only this person sees; not where there is no conversation. */
  readonly respondEphemeral?: (message: Message) => Promise<unknown>;
  /** The conversation itself, for what everybody in it may see. */
  readonly conversation?: string;
}

/** Leads a person into an operation: an answer comes as a message where it can, everything else in a modal. */
export async function openOperation(
  context: SlackContext,
  user: SlackUser,
  asked: OperationRequest,
  place: ReplyTarget,
): Promise<void> {
  const operation = findOperation(context.operations, asked.operation);
  if (operation?.readOnly && place.respondEphemeral && !(operation.subject === 'app' && asked.sdkAppId === null)) {
    const outcome = await context.changes.open(user.actor, asked);
    await place.respondEphemeral(outcomeMessage(context, user, outcome));
    const note = await uploadResultFile(context, user, { outcome, conversation: place.conversation });
    if (note) await place.respondEphemeral(sentence(user.translator, note));
    return;
  }
  await openModal(context, user, place, async () => viewFor(context, user, operation, asked));
}

/** A modal with a loading view at once, replaced by what `draw` comes to. */
export async function openModal(
  context: SlackContext,
  user: SlackUser,
  place: ReplyTarget,
  render: () => Promise<View>,
): Promise<void> {
  const { client } = context;
  const viewId = place.viewId ?? (await openLoading(context, user, place));
  if (viewId === null) return;
  await withFailureReference(
    context,
    async () => client.updateView(viewId, await render()),
    (reference) => client.updateView(viewId, failedView(user.translator, reference)),
  );
}

async function openLoading(
  { client, log }: SlackContext,
  { translator }: SlackUser,
  { trigger, respondEphemeral }: ReplyTarget,
): Promise<string | null> {
  try {
    return await client.openView(trigger, loadingView(translator));
  } catch (error) {
    log.warn({ err: error, slack: slackError(error) }, 'a modal could not be opened');
    await respondEphemeral?.(sentence(translator, phrase('noWindow')));
    return null;
  }
}

async function viewFor(
  context: SlackContext,
  user: SlackUser,
  operation: Operation | undefined,
  asked: OperationRequest,
): Promise<View> {
  if (!operation) return staleView(user.translator, context.operations);
  if (operation.subject === 'app' && asked.sdkAppId === null) return pickView(user.translator, operation, asked);
  return renderView(context, user, await context.changes.open(user.actor, asked));
}

/** Where a step ended, as a modal. A modal shows no pictures: they go to the direct conversation, and it says so. */
export async function renderView(context: SlackContext, user: SlackUser, outcome: Outcome): Promise<View> {
  const view = outcomeView(user.translator, context.operations, outcome);
  const note = await uploadResultFile(context, user, { outcome, conversation: undefined });
  return note ? { ...view, blocks: [...view.blocks, section(user.translator, note)] } : view;
}

/** Where a step ended, as a message. What only a modal can show, or null, is out of date by now. */
export function outcomeMessage(
  { operations }: SlackContext,
  { translator }: SlackUser,
  outcome: Outcome | null,
): Message {
  const steps = (asks: readonly NextAction[]) => nextSteps(translator, asks, operations);
  switch (outcome?.step) {
    case 'answer':
      return linesMessage(translator, outcome.plan.lines, steps(outcome.plan.nextActions));
    case 'refused':
      return sentence(translator, outcome.refusal.reason, steps(outcome.refusal.nextActions ?? startOverActions));
    case 'pending':
    case 'applied':
    case 'declined':
    case 'settled': {
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
