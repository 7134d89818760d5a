import type { View } from '@slack/types';
import type { Outcome } from '../../changes/change.js';
import { operationNamed } from '../../operations/operation.js';
import { idIn as idNamed } from '../../operations/read-answers.js';
import type { Context } from '../context.js';
import { asAsk, asChange } from '../metadata.js';
import { errorText } from '../render/blocks.js';
import type { Message } from '../render/messages.js';
import { pickView, staleView } from '../render/views.js';
import type { Person } from '../users.js';
import { typedIn, type ViewState } from '../view-state.js';
import { drawnView, outcomeMessage } from './open-operation.js';

/** A modal as it comes back. */
export interface Submitted {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

/** What becomes of the modal: problems under its fields, or another view in its place. The same as a message. */
export type Reply = ({ readonly errors: Readonly<Record<string, string>> } | { readonly view: View }) & {
  inWords(): Message;
};

/** Null: what the modal carries is not ours. */
type Take = (context: Context, person: Person, view: Submitted) => Promise<Outcome | View | null>;

/** One taker per modal. What a modal carries only refers to things; the corridor looks at them again. */
const takers = {
  async form({ corridor }, { asker }, { private_metadata, state }) {
    const reference = asAsk(private_metadata);
    return reference && corridor.propose(asker, { ...reference, answers: typedIn(state).answers });
  },
  async preview({ corridor }, { asker }, { private_metadata, state }) {
    const reference = asChange(private_metadata);
    const { typedName = '', reason = '' } = typedIn(state).answers;
    return reference && corridor.confirm(asker, { ...reference, typedName, reason });
  },
  async approve({ corridor }, { asker }, { private_metadata, state }) {
    const reference = asChange(private_metadata);
    const { typedName = '' } = typedIn(state).answers;
    return reference && corridor.approve(asker, { ...reference, typedName });
  },
  async decline({ corridor }, { asker }, { private_metadata, state }) {
    const reference = asChange(private_metadata);
    const { why = '' } = typedIn(state).answers;
    return reference && corridor.decline(asker, { change: reference.change, why });
  },
  async pick({ corridor }, { asker }, { private_metadata, state }) {
    const reference = asAsk(private_metadata);
    return reference && corridor.open(asker, { ...reference, sdkAppId: idIn(state) });
  },
  async manage({ corridor, operations }, person, { state }) {
    const { operation = '' } = typedIn(state).answers;
    const asked = { operation, sdkAppId: idIn(state), answers: {} };
    const chosen = operationNamed(operations, operation);
    return asked.sdkAppId === null && chosen
      ? pickView(person.voice, chosen, asked)
      : corridor.open(person.asker, asked);
  },
} satisfies Record<string, Take>;

const takerOf: ReadonlyMap<string, Take> = new Map(Object.entries<Take>(takers));

function idIn(state: ViewState | undefined): number | null {
  const { app = '' } = typedIn(state).answers;
  return idNamed(app);
}

/** Takes a submitted modal. */
export async function onSubmit(context: Context, person: Person, view: Submitted): Promise<Reply> {
  const taken = await takerOf.get(view.callback_id)?.(context, person, view);
  const inWords = () => outcomeMessage(context, person, taken && 'step' in taken ? taken : null);
  if (!taken) return { view: staleView(person.voice, context.operations), inWords };
  if (!('step' in taken)) return { view: taken, inWords };
  if (taken.step === 'refused' && taken.refusal.field !== undefined) {
    const block = typedIn(view.state).blocks[taken.refusal.field];
    if (block !== undefined) return { errors: { [block]: errorText(person.voice, taken.refusal.reason) }, inWords };
  }
  return { view: await drawnView(context, person, taken), inWords };
}
