import type { BlockAction, RespondFn } from '@slack/bolt';
import type { Message } from '../render/messages.js';
import type { Pressed } from './actions.js';
import type { Place } from './open-operation.js';

/** What only this person sees. The message it answers stays as it is. */
export function whispered(message: Message) {
  return { response_type: 'ephemeral' as const, replace_original: false, ...message };
}

export function whisperer(respond: RespondFn): NonNullable<Place['whisper']> {
  return (message) => respond(whispered(message));
}

interface Acted {
  readonly action_id?: string;
  readonly value?: string;
  readonly selected_option?: { readonly value?: string } | null;
}

/** The parts of a press that matter, and where its answer can go: into its modal, or beside its message. */
export function pressIn(body: BlockAction, action: object, respond: RespondFn): Pressed {
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
      ...(response_url && { whisper: whisperer(respond) }),
      ...(channel && { conversation: channel.id }),
    },
    ...(modal && { view: modal }),
    ...(home && { home }),
  };
}
