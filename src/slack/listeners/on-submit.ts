import type { View } from '@slack/types';
import type { Outcome } from '../../changes/change.js';
import { findOperation } from '../../operations/operation.js';
import { parseAppId as idNamed } from '../../operations/text-input.js';
import type { SlackContext } from '../context.js';
import { decodeAction, decodeChange } from '../metadata.js';
import { errorText } from '../render/blocks.js';
import type { Message } from '../render/messages.js';
import { pickView, staleView } from '../render/views.js';
import type { SlackUser } from '../users.js';
import { readViewState, type ViewState } from '../view-state.js';
import { outcomeMessage, renderView } from './open-operation.js';

/** A modal as it comes back. */
export interface ViewSubmission {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly state?: ViewState;
}

/** What becomes of the modal: problems under its fields, or another view in its place. The same as a message. */
export type Reply = ({ readonly errors: Readonly<Record<string, string>> } | { readonly view: View }) & {
  inWords(): Message;
};

/** Null: what the modal carries is not ours. */
type ViewHandler = (context: SlackContext, user: SlackUser, view: ViewSubmission) => Promise<Outcome | View | null>;

/** One taker per modal. What a modal carries only refers to things; the corridor looks at them again. */
const viewHandlers = {
  async form({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeAction(private_metadata);
    return reference && changes.propose(actor, { ...reference, values: readViewState(state).answers });
  },
  async preview({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { typedName = '', reason = '' } = readViewState(state).answers;
    return reference && changes.confirm(actor, { ...reference, typedName, reason });
  },
  async approve({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { typedName = '' } = readViewState(state).answers;
    return reference && changes.approve(actor, { ...reference, typedName });
  },
  async decline({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeChange(private_metadata);
    const { why = '' } = readViewState(state).answers;
    return reference && changes.decline(actor, { change: reference.changeId, why });
  },
  async pick({ changes }, { actor }, { private_metadata, state }) {
    const reference = decodeAction(private_metadata);
    return reference && changes.open(actor, { ...reference, sdkAppId: idIn(state) });
  },
  async manage({ changes, operations }, user, { state }) {
    const { operation = '' } = readViewState(state).answers;
    const asked = { operation, sdkAppId: idIn(state), values: {} };
    const chosen = findOperation(operations, operation);
    return asked.sdkAppId === null && chosen
      ? pickView(user.translator, chosen, asked)
      : changes.open(user.actor, asked);
  },
} satisfies Record<string, ViewHandler>;

const viewHandlerOf: ReadonlyMap<string, ViewHandler> = new Map(Object.entries<ViewHandler>(viewHandlers));

function idIn(state: ViewState | undefined): number | null {
  const { app = '' } = readViewState(state).answers;
  return idNamed(app);
}

/** Takes a submitted modal. */
export async function onSubmit(context: SlackContext, user: SlackUser, view: ViewSubmission): Promise<Reply> {
  const taken = await viewHandlerOf.get(view.callback_id)?.(context, user, view);
  const inWords = () => outcomeMessage(context, user, taken && 'step' in taken ? taken : null);
  if (!taken) return { view: staleView(user.translator, context.operations), inWords };
  if (!('step' in taken)) return { view: taken, inWords };
  if (taken.step === 'refused' && taken.refusal.field !== undefined) {
    const block = readViewState(view.state).blocks[taken.refusal.field];
    if (block !== undefined) return { errors: { [block]: errorText(user.translator, taken.refusal.reason) }, inWords };
  }
  return { view: await renderView(context, user, taken), inWords };
}
