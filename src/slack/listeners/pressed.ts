import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Message } from '../render/messages.js';
import type { ActionEvent } from './actions.js';
import type { ReplyTarget } from './open-operation.js';

/** What only this person sees. The message it answers stays as it is. */
export function ephemeral(message: Message) {
  return { response_type: 'ephemeral' as const, replace_original: false, ...message };
}

export function createRespondEphemeral(respond: RespondFn): NonNullable<ReplyTarget['respondEphemeral']> {
  return (message) => respond(ephemeral(message));
}

interface Acted {
  readonly action_id?: string;
  readonly value?: string;
  readonly selected_option?: { readonly value?: string } | null;
}

/** The parts of a press that matter, and where its answer can go: into its modal, or beside its message. */
export function parseAction(body: BlockAction, action: object, respond: RespondFn): ActionEvent {
  const { action_id: actionId = '', value, selected_option } = action as Acted;
  const { view, response_url, channel } = body;
  const modal = view?.type === 'modal' ? view : undefined;
  const home = view?.type === 'home' ? view : undefined;
  return {
    actionId,
    value: value ?? selected_option?.value,
    place: {
      trigger: body.trigger_id,
      ...(modal && { viewId: modal.id }),
      ...(response_url && { respondEphemeral: createRespondEphemeral(respond) }),
      ...(channel && { conversation: channel.id }),
    },
    ...(modal && { view: modal }),
    ...(home && { home }),
  };
}
