import { shownOf } from '../../changes/shown.js';
import { operationNamed } from '../../operations/operation.js';
import type { Context } from '../context.js';
import { asAsk, asChange, asSnooze, whatOf, whichOf } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { nextSteps } from '../render/blocks.js';
import { type Message, sentence } from '../render/messages.js';
import { noticesBook } from '../render/notices.phrases.js';
import { approvalView, declineView, outcomeView, standing } from '../render/outcome.js';
import { afresh, notice, staleView } from '../render/views.js';
import type { Person } from '../users.js';
import { typedIn, type ViewState } from '../view-state.js';
import { type HomeTab, showHome, turnHome } from './home.js';
import { goTo, inModal, outcomeMessage, type Place } from './open-operation.js';

const { say } = slackBook;

/** A press, or a choice that redraws a form. */
export interface Pressed {
  readonly actionId: string;
  readonly value: string | undefined;
  readonly place: Place;
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

type Act = (context: Context, person: Person, pressed: Pressed) => Promise<void>;

/** One act per kind of button. */
const acts = {
  async ask(context, person, { value, place }) {
    const reference = asAsk(value);
    await (reference ? goTo(context, person, reference, place) : stale(context, person, place));
  },
  /** The form again, with what has been answered so far: other fields may follow from it. */
  async redraw(context, person, { view, place }) {
    const reference = asAsk(view?.private_metadata);
    if (!view || !reference) return stale(context, person, place);
    const outcome = await context.corridor.open(person.asker, { ...reference, answers: typedIn(view.state).answers });
    await context.web.updateView(view.id, outcomeView(person.voice, context.operations, outcome), view.hash);
  },
  async home(context, person, { actionId, value, place, home }) {
    if (!home) return stale(context, person, place);
    await turnHome(context, person, { home, what: whichOf(actionId), value });
  },
  async approve(context, person, { value, place, home }) {
    const reference = asChange(value);
    const change = reference && (await context.corridor.look(reference.change));
    const operation = change && operationNamed(context.operations, change.operation);
    if (!reference || !operation) return stale(context, person, place);
    const decides = change.state === 'awaiting' && change.author !== person.id && person.asker.roles.has('approver');
    const isShown = reference.shown === shownOf(change).shown;
    if (decides && (change.policy.approverConfirms === 'app-name' || !isShown)) {
      await context.web.openView(place.trigger, approvalView(person.voice, operation, change));
      return;
    }
    const outcome = await context.corridor.approve(person.asker, reference);
    if (outcome.step === 'settled')
      await tell(context, person, place, sentence(person.voice, standing(outcome.operation, outcome.change)));
    else if (outcome.step === 'refused') await tell(context, person, place, outcomeMessage(context, person, outcome));
    if (home) await showHome(context, person, home);
  },
  async decline(context, person, { value, place }) {
    const reference = asChange(value);
    const change = reference && (await context.corridor.look(reference.change));
    const operation = change && operationNamed(context.operations, change.operation);
    if (!operation) return stale(context, person, place);
    const view = declineView(person.voice, operation, { change, own: change.author === person.id });
    await (place.viewId ? context.web.updateView(place.viewId, view) : context.web.openView(place.trigger, view));
  },
  /** The author takes the request back, in the modal that says that it waits. */
  async withdraw(context, person, { value, place }) {
    const reference = asChange(value);
    if (!reference) return stale(context, person, place);
    const outcome = await context.corridor.decline(person.asker, { change: reference.change, why: '' });
    await inModal(context, person, place, async () => outcomeView(person.voice, context.operations, outcome));
  },
  async snooze(context, person, { value, place }) {
    const reference = asSnooze(value);
    if (!reference) return stale(context, person, place);
    const snoozed = await context.snooze(person.asker, reference);
    await place.whisper?.(sentence(person.voice, 'until' in snoozed ? noticesBook.say('snoozed', snoozed) : snoozed));
  },
} satisfies Record<string, Act>;

const actOf: ReadonlyMap<string, Act> = new Map(Object.entries<Act>(acts));

/** Acts on a press. An unknown button is one of an earlier time. */
export async function onAction(context: Context, person: Person, pressed: Pressed): Promise<void> {
  const act = actOf.get(whatOf(pressed.actionId)) ?? ((_context, _person, { place }) => stale(context, person, place));
  await act(context, person, pressed);
}

/** Says that it is out of date, wherever it was pressed. */
async function stale(context: Context, person: Person, place: Place): Promise<void> {
  const { operations } = context;
  if (place.viewId === undefined && place.whisper) {
    await place.whisper(sentence(person.voice, say('stale'), nextSteps(person.voice, afresh, operations)));
  } else await inModal(context, person, place, async () => staleView(person.voice, operations));
}

/** Says something beside what was pressed; in a modal where there is no conversation. */
async function tell(context: Context, person: Person, place: Place, message: Message): Promise<void> {
  if (place.whisper) await place.whisper(message);
  else await inModal(context, person, place, async () => notice(person.voice, say('manage'), message.blocks));
}
