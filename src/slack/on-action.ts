import type { Counter } from './counter.js';
import { alert, nextSteps } from './draw/blocks.js';
import { sentence } from './draw/messages.js';
import { outcomeView, planBlocks, standing } from './draw/outcome.js';
import { askingView, staleView } from './draw/views.js';
import { goTo, outcomeMessage, type Place } from './go-to.js';
import type { Person } from './people.js';
import { asAsk, asChange, whatOf } from './references.js';
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
}

type Act = (counter: Counter, person: Person, pressed: Pressed) => Promise<void>;

/** One act per kind of button. */
const acts: Readonly<Record<string, Act>> = {
  async ask(counter, person, { value, place }) {
    const reference = asAsk(value);
    await (reference ? goTo(counter, person, reference, place) : stale(counter, person, place));
  },
  /** The form again, with what has been answered so far: other fields may follow from it. */
  async redraw({ corridor, operations, web }, { asker, voice }, { view }) {
    const reference = asAsk(view?.private_metadata);
    if (!view || !reference) return;
    const outcome = await corridor.open(asker, { ...reference, answers: typedIn(view.state).answers });
    await web.updateView(view.id, outcomeView(voice, operations, outcome), view.hash);
  },
  async approve(counter, person, { value, place }) {
    const reference = asChange(value);
    const change = reference && (await counter.corridor.look(reference.change));
    if (!reference || !change) return stale(counter, person, place);
    const typesName =
      change.policy.approverConfirms === 'app-name' && change.state === 'awaiting' && change.author !== person.id;
    if (typesName && person.asker.roles.has('approver')) {
      const blocks = [
        ...(change.agreed.loss ? [alert(person.voice, change.agreed.loss, 'error')] : []),
        ...planBlocks(person.voice, change),
      ];
      const view = askingView(person.voice, 'approve', { reference, blocks, name: change.before?.name ?? '' });
      await counter.web.openView(place.trigger, view);
      return;
    }
    const outcome = await counter.corridor.approve(person.asker, reference);
    if (outcome.step === 'settled')
      await place.whisper?.(sentence(person.voice, standing(outcome.operation, outcome.change)));
    else if (outcome.step === 'refused') await place.whisper?.(outcomeMessage(counter, person, outcome));
  },
  async decline(counter, person, { value, place }) {
    const reference = asChange(value);
    if (!reference) return stale(counter, person, place);
    await counter.web.openView(place.trigger, askingView(person.voice, 'decline', { reference, blocks: [], name: '' }));
  },
};

/** Acts on a press. An unknown button is one of an earlier time. */
export async function onAction(counter: Counter, person: Person, pressed: Pressed): Promise<void> {
  const act = acts[whatOf(pressed.actionId)] ?? ((_counter, _person, { place }) => stale(counter, person, place));
  await act(counter, person, pressed);
}

async function stale({ operations, web }: Counter, { voice }: Person, { whisper, viewId }: Place): Promise<void> {
  if (viewId) await web.updateView(viewId, staleView(voice, operations, [{ operation: 'help' }]));
  await whisper?.(
    sentence(voice, say('stale'), nextSteps(voice, [{ operation: 'help' }, { operation: 'list' }], operations)),
  );
}
