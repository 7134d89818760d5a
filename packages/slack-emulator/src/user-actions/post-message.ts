import type { WorkspaceContext } from '../context.js';
import { sendEvent } from '../outbound/events.js';
import { postMessage } from '../state/messages.js';

/** A user posts a message, in a channel or to the bot. */
export function postUserMessage(
  ctx: WorkspaceContext,
  draft: { user: string; channel: string; text: string },
): { ts: string } {
  const { user, channel, text } = draft;
  const message = ctx.store.apply((state) => postMessage(state, { channel, author: user, text }, ctx.now()));
  const kind = ctx.store.state().channels[channel]?.kind;
  const event = {
    type: 'message',
    user,
    text,
    ts: message.ts,
    channel,
    event_ts: message.ts,
    channel_type: kind === 'im' ? 'im' : 'channel',
  };
  void sendEvent(ctx, event);
  return { ts: message.ts };
}
