import { shownOf } from '../changes/shown.js';
import { operationNamed } from '../operations/operation.js';
import type { Counter } from './counter.js';
import { nextSteps } from './draw/blocks.js';
import { type Message, sentence } from './draw/messages.js';
import { approvalView, declineView, outcomeView, standing } from './draw/outcome.js';
import { afresh, notice, staleView } from './draw/views.js';
import { goTo, inModal, outcomeMessage, type Place } from './go-to.js';
import { type HomeTab, showHome, turnHome } from './home.js';
import type { Person } from './people.js';
import { asAsk, asChange, asSnooze, whatOf, whichOf } from './references.js';
import { slackBook } from './text.js';
import { typedIn, type ViewState } from './typed-in.js';

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

type Act = (counter: Counter, person: Person, pressed: Pressed) => Promise<void>;

/** One act per kind of button. */
const acts = {
  async ask(counter, person, { value, place }) {
    const reference = asAsk(value);
    await (reference ? goTo(counter, person, reference, place) : stale(counter, person, place));
  },
  /** The form again, with what has been answered so far: other fields may follow from it. */
  async redraw(counter, person, { view, place }) {
    const reference = asAsk(view?.private_metadata);
    if (!view || !reference) return stale(counter, person, place);
    const outcome = await counter.corridor.open(person.asker, { ...reference, answers: typedIn(view.state).answers });
    await counter.web.updateView(view.id, outcomeView(person.voice, counter.operations, outcome), view.hash);
  },
  async home(counter, person, { actionId, value, place, home }) {
    if (!home) return stale(counter, person, place);
    await turnHome(counter, person, { home, what: whichOf(actionId), value });
  },
  async approve(counter, person, { value, place, home }) {
    const reference = asChange(value);
    const change = reference && (await counter.corridor.look(reference.change));
    const operation = change && operationNamed(counter.operations, change.operation);
    if (!reference || !operation) return stale(counter, person, place);
    const decides = change.state === 'awaiting' && change.author !== person.id && person.asker.roles.has('approver');
    const isShown = reference.shown === shownOf(change).shown;
    if (decides && (change.policy.approverConfirms === 'app-name' || !isShown)) {
      await counter.web.openView(place.trigger, approvalView(person.voice, operation, change));
      return;
    }
    const outcome = await counter.corridor.approve(person.asker, reference);
    if (outcome.step === 'settled')
      await tell(counter, person, place, sentence(person.voice, standing(outcome.operation, outcome.change)));
    else if (outcome.step === 'refused') await tell(counter, person, place, outcomeMessage(counter, person, outcome));
    if (home) await showHome(counter, person, home);
  },
  async decline(counter, person, { value, place }) {
    const reference = asChange(value);
    const change = reference && (await counter.corridor.look(reference.change));
    const operation = change && operationNamed(counter.operations, change.operation);
    if (!operation) return stale(counter, person, place);
    const view = declineView(person.voice, operation, { change, own: change.author === person.id });
    await (place.viewId ? counter.web.updateView(place.viewId, view) : counter.web.openView(place.trigger, view));
  },
  /** The author takes the request back, in the modal that says that it waits. */
  async withdraw(counter, person, { value, place }) {
    const reference = asChange(value);
    if (!reference) return stale(counter, person, place);
    const outcome = await counter.corridor.decline(person.asker, { change: reference.change, why: '' });
    await inModal(counter, person, place, async () => outcomeView(person.voice, counter.operations, outcome));
  },
  async snooze(counter, person, { value, place }) {
    const reference = asSnooze(value);
    if (!reference) return stale(counter, person, place);
    const snoozed = await counter.snooze(person.asker, reference);
    await place.whisper?.(sentence(person.voice, 'until' in snoozed ? say('snoozed', snoozed) : snoozed));
  },
} satisfies Record<string, Act>;

const actOf: ReadonlyMap<string, Act> = new Map(Object.entries<Act>(acts));

/** Acts on a press. An unknown button is one of an earlier time. */
export async function onAction(counter: Counter, person: Person, pressed: Pressed): Promise<void> {
  const act = actOf.get(whatOf(pressed.actionId)) ?? ((_counter, _person, { place }) => stale(counter, person, place));
  await act(counter, person, pressed);
}

/** Says that it is out of date, wherever it was pressed. */
async function stale(counter: Counter, person: Person, place: Place): Promise<void> {
  const { operations } = counter;
  if (place.viewId === undefined && place.whisper) {
    await place.whisper(sentence(person.voice, say('stale'), nextSteps(person.voice, afresh, operations)));
  } else await inModal(counter, person, place, async () => staleView(person.voice, operations));
}

/** Says something beside what was pressed; in a modal where there is no conversation. */
async function tell(counter: Counter, person: Person, place: Place, message: Message): Promise<void> {
  if (place.whisper) await place.whisper(message);
  else await inModal(counter, person, place, async () => notice(person.voice, say('manage'), message.blocks));
}
