import type { House } from '../context.js';
import { sendEvent } from '../outbound/events.js';
import { postMessage } from '../state/messages.js';

/** A person writes a message, in a channel or to the bot. */
export function say(house: House, said: { user: string; channel: string; text: string }): { ts: string } {
  const { user, channel, text } = said;
  const message = house.store.apply((state) => postMessage(state, { channel, author: user, text }, house.now()));
  const kind = house.store.state().channels[channel]?.kind;
  const event = {
    type: 'message',
    user,
    text,
    ts: message.ts,
    channel,
    event_ts: message.ts,
    channel_type: kind === 'im' ? 'im' : 'channel',
  };
  void sendEvent(house, event);
  return { ts: message.ts };
}
