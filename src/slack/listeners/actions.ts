import type { BlockAction } from '@slack/bolt';
import { shownPlanOf } from '../../changes/plan-fingerprint.js';
import { findOperation } from '../../operations/operation.js';
import type { SlackContext } from '../context.js';
import { actionKind, actionVariant, decodeAction, decodeChange, decodeSnooze } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { nextSteps } from '../render/blocks.js';
import { type Message, sentence } from '../render/messages.js';
import { noticePhrases } from '../render/notices.phrases.js';
import { approvalView, changeStatusText, declineView, outcomeView } from '../render/outcome.js';
import { infoView, staleView, startOverActions } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { readViewState, type ViewState } from '../view-state.js';
import { type HomeTab, showHome, updateHome } from './home.js';
import { openModal, openOperation, outcomeMessage, type ReplyTarget } from './open-operation.js';

const { phrase } = slackPhrases;

/** A block action: a click on a button or a choice in a menu. */
export interface ActionEvent {
  readonly actionId: string;
  readonly value: string | undefined;
  readonly replyTarget: ReplyTarget;
  /** The modal it happened in. */
  readonly view?: {
    readonly id: string;
    readonly hash: string;
    readonly private_metadata: string;
    readonly state?: ViewState;
  };
  /** The Home tab it happened in. */
  readonly home?: HomeTab;
}

interface ActionPayload {
  readonly action_id?: string;
  readonly value?: string;
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_user?: string | null;
}

/** The parts of a payload that matter, and where the reply can go: into the modal, or beside the message. */
export function parseAction(
  body: BlockAction,
  action: object,
  respondEphemeral: NonNullable<ReplyTarget['respondEphemeral']>,
): ActionEvent {
  const { action_id: actionId = '', value, selected_option, selected_user } = action as ActionPayload;
  const { view, response_url, channel } = body;
  const modal = view?.type === 'modal' ? view : undefined;
  const home = view?.type === 'home' ? view : undefined;
  return {
    actionId,
    value: value ?? selected_option?.value ?? selected_user ?? undefined,
    replyTarget: {
      triggerId: body.trigger_id,
      ...(modal && { viewId: modal.id }),
      ...(response_url && { respondEphemeral }),
      ...(channel && { channelId: channel.id }),
    },
    ...(modal && { view: modal }),
    ...(home && { home }),
  };
}

type ActionHandler = (context: SlackContext, user: SlackUser, event: ActionEvent) => Promise<void>;

/** By kind of action id. */
const actionHandlers = {
  async ask(context, user, { value, replyTarget }) {
    const reference = decodeAction(value);
    await (reference ? openOperation(context, user, reference, replyTarget) : respondStale(context, user, replyTarget));
  },
  /** Renders the form again with the values so far, because other fields depend on this one. */
  async redraw(context, user, { view, replyTarget }) {
    const reference = decodeAction(view?.private_metadata);
    if (!view || !reference) return respondStale(context, user, replyTarget);
    const request = { ...reference, values: readViewState(view.state).values, redraw: true };
    const outcome = await context.changes.open(user.actor, request);
    await context.client.updateView(view.id, outcomeView(user.translator, context.operations, outcome), view.hash);
  },
  async home(context, user, { actionId, value, replyTarget, home }) {
    if (!home) return respondStale(context, user, replyTarget);
    await updateHome(context, user, { home, control: actionVariant(actionId), value });
  },
  async approve(context, user, { value, replyTarget, home }) {
    const reference = decodeChange(value);
    const change = reference && (await context.changes.get(reference.changeId));
    const operation = change && findOperation(context.operations, change.operation);
    if (!reference || !operation) return respondStale(context, user, replyTarget);
    const mayDecide = change.state === 'pending' && change.author !== user.id && user.actor.roles.has('approver');
    const isPlanShown = reference.fingerprint === shownPlanOf(change).fingerprint;
    if (mayDecide && (change.policy.approverConfirms === 'app-name' || !isPlanShown)) {
      await context.client.openView(replyTarget.triggerId, approvalView(user.translator, operation, change));
      return;
    }
    const outcome = await context.changes.approve(user.actor, reference);
    if (outcome.step === 'alreadyDecided') {
      const status = changeStatusText(outcome.operation, outcome.change);
      await respond(context, user, replyTarget, sentence(user.translator, status));
    } else if (outcome.step === 'refused') {
      await respond(context, user, replyTarget, outcomeMessage(context, user, outcome));
    }
    if (home) await showHome(context, user, home);
  },
  async decline(context, user, { value, replyTarget }) {
    const reference = decodeChange(value);
    const change = reference && (await context.changes.get(reference.changeId));
    const operation = change && findOperation(context.operations, change.operation);
    if (!operation) return respondStale(context, user, replyTarget);
    const view = declineView(user.translator, operation, { change, own: change.author === user.id });
    await (replyTarget.viewId
      ? context.client.updateView(replyTarget.viewId, view)
      : context.client.openView(replyTarget.triggerId, view));
  },
  /** The author withdraws the request, in the modal that says that it is pending. */
  async withdraw(context, user, { value, replyTarget }) {
    const reference = decodeChange(value);
    if (!reference) return respondStale(context, user, replyTarget);
    const outcome = await context.changes.decline(user.actor, { changeId: reference.changeId, reason: '' });
    await openModal(context, user, replyTarget, async () => outcomeView(user.translator, context.operations, outcome));
  },
  async snooze(context, user, { value, replyTarget }) {
    const reference = decodeSnooze(value);
    if (!reference) return respondStale(context, user, replyTarget);
    const result = await context.snooze(user.actor, reference);
    await replyTarget.respondEphemeral?.(
      sentence(user.translator, 'until' in result ? noticePhrases.phrase('snoozed', result) : result),
    );
  },
} satisfies Record<string, ActionHandler>;

const actionHandlerOf: ReadonlyMap<string, ActionHandler> = new Map(Object.entries<ActionHandler>(actionHandlers));

/** An unknown action id is of an earlier version: the user is told that it is out of date. */
export async function onAction(context: SlackContext, user: SlackUser, event: ActionEvent): Promise<void> {
  const handler = actionHandlerOf.get(actionKind(event.actionId));
  await (handler ? handler(context, user, event) : respondStale(context, user, event.replyTarget));
}

/** Says that it is out of date. */
async function respondStale(context: SlackContext, user: SlackUser, replyTarget: ReplyTarget): Promise<void> {
  const { operations } = context;
  if (replyTarget.viewId === undefined && replyTarget.respondEphemeral) {
    await replyTarget.respondEphemeral(
      sentence(user.translator, phrase('stale'), nextSteps(user.translator, startOverActions, operations)),
    );
  } else await openModal(context, user, replyTarget, async () => staleView(user.translator, operations));
}

/** Beside the message; in a modal if the action did not happen in a conversation. */
async function respond(
  context: SlackContext,
  user: SlackUser,
  replyTarget: ReplyTarget,
  message: Message,
): Promise<void> {
  if (replyTarget.respondEphemeral) await replyTarget.respondEphemeral(message);
  else
    await openModal(context, user, replyTarget, async () =>
      infoView(user.translator, phrase('manage'), message.blocks),
    );
}
