import { shownPlanOf } from '../../changes/shown.js';
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

/** A press, or a choice that redraws a form. */
export interface ActionEvent {
  readonly actionId: string;
  readonly value: string | undefined;
  readonly place: ReplyTarget;
  /** The modal it was pressed in. */
  readonly view?: {
    readonly id: string;
    readonly hash: string;
    readonly private_metadata: string;
    readonly state?: ViewState;
  };
  /** The Home tab it was pressed in. */
  readonly home?: HomeTab;
}

type Act = (context: SlackContext, user: SlackUser, pressed: ActionEvent) => Promise<void>;

/** One act per kind of button. */
const acts = {
  async ask(context, user, { value, place }) {
    const reference = decodeAction(value);
    await (reference ? openOperation(context, user, reference, place) : stale(context, user, place));
  },
  /** The form again, with what has been answered so far: other fields may follow from it. */
  async redraw(context, user, { view, place }) {
    const reference = decodeAction(view?.private_metadata);
    if (!view || !reference) return stale(context, user, place);
    const outcome = await context.changes.open(user.actor, { ...reference, values: readViewState(view.state).answers });
    await context.client.updateView(view.id, outcomeView(user.translator, context.operations, outcome), view.hash);
  },
  async home(context, user, { actionId, value, place, home }) {
    if (!home) return stale(context, user, place);
    await updateHome(context, user, { home, what: actionVariant(actionId), value });
  },
  async approve(context, user, { value, place, home }) {
    const reference = decodeChange(value);
    const change = reference && (await context.changes.get(reference.changeId));
    const operation = change && findOperation(context.operations, change.operation);
    if (!reference || !operation) return stale(context, user, place);
    const decides = change.state === 'pending' && change.author !== user.id && user.actor.roles.has('approver');
    const isShown = reference.fingerprint === shownPlanOf(change).fingerprint;
    if (decides && (change.policy.approverConfirms === 'app-name' || !isShown)) {
      await context.client.openView(place.trigger, approvalView(user.translator, operation, change));
      return;
    }
    const outcome = await context.changes.approve(user.actor, reference);
    if (outcome.step === 'settled')
      await tell(context, user, place, sentence(user.translator, changeStatusText(outcome.operation, outcome.change)));
    else if (outcome.step === 'refused') await tell(context, user, place, outcomeMessage(context, user, outcome));
    if (home) await showHome(context, user, home);
  },
  async decline(context, user, { value, place }) {
    const reference = decodeChange(value);
    const change = reference && (await context.changes.get(reference.changeId));
    const operation = change && findOperation(context.operations, change.operation);
    if (!operation) return stale(context, user, place);
    const view = declineView(user.translator, operation, { change, own: change.author === user.id });
    await (place.viewId ? context.client.updateView(place.viewId, view) : context.client.openView(place.trigger, view));
  },
  /** The author takes the request back, in the modal that says that it waits. */
  async withdraw(context, user, { value, place }) {
    const reference = decodeChange(value);
    if (!reference) return stale(context, user, place);
    const outcome = await context.changes.decline(user.actor, { change: reference.changeId, why: '' });
    await openModal(context, user, place, async () => outcomeView(user.translator, context.operations, outcome));
  },
  async snooze(context, user, { value, place }) {
    const reference = decodeSnooze(value);
    if (!reference) return stale(context, user, place);
    const snoozed = await context.snooze(user.actor, reference);
    await place.respondEphemeral?.(
      sentence(user.translator, 'until' in snoozed ? noticePhrases.phrase('snoozed', snoozed) : snoozed),
    );
  },
} satisfies Record<string, Act>;

const actOf: ReadonlyMap<string, Act> = new Map(Object.entries<Act>(acts));

/** Acts on a press. An unknown button is one of an earlier time. */
export async function onAction(context: SlackContext, user: SlackUser, pressed: ActionEvent): Promise<void> {
  const act =
    actOf.get(actionKind(pressed.actionId)) ?? ((_context, _person, { place }) => stale(context, user, place));
  await act(context, user, pressed);
}

/** Says that it is out of date, wherever it was pressed. */
async function stale(context: SlackContext, user: SlackUser, place: ReplyTarget): Promise<void> {
  const { operations } = context;
  if (place.viewId === undefined && place.respondEphemeral) {
    await place.respondEphemeral(
      sentence(user.translator, phrase('stale'), nextSteps(user.translator, startOverActions, operations)),
    );
  } else await openModal(context, user, place, async () => staleView(user.translator, operations));
}

/** Says something beside what was pressed; in a modal where there is no conversation. */
async function tell(context: SlackContext, user: SlackUser, place: ReplyTarget, message: Message): Promise<void> {
  if (place.respondEphemeral) await place.respondEphemeral(message);
  else await openModal(context, user, place, async () => infoView(user.translator, phrase('manage'), message.blocks));
}
