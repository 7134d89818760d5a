import type { House } from '../context.js';
import { channelName, envelope } from '../outbound/payloads.js';
import { failureCode, fine, type Outcome } from '../outbound/result.js';
import { surfaceFor } from '../outbound/surfaces.js';
import { nextTs } from '../state/ids.js';
import { notify } from '../state/messages.js';
import { issueResponseUrl } from '../state/response-urls.js';
import { messageJson } from '../state/serialize.js';
import { issueTrigger } from '../state/triggers.js';

interface Shortcut {
  readonly user: string;
  readonly callbackId: string;
  /** With a message it is a message shortcut, without one a global shortcut. */
  readonly messageTs?: string | undefined;
}

/** A person picks one of the app's shortcuts. */
export async function useShortcut(house: House, ask: Shortcut): Promise<Outcome> {
  const triggerId = house.store.apply((state) => issueTrigger(state, ask.user, house.wallClock()));
  const ts = house.store.apply((state) => nextTs(state, house.now()));
  const payload = {
    type: ask.messageTs === undefined ? 'shortcut' : 'message_action',
    ...envelope(house.store.state(), ask.user),
    callback_id: ask.callbackId,
    trigger_id: triggerId,
    action_ts: ts,
    ...(ask.messageTs === undefined ? {} : aboutMessage(house, ask.user, ask.messageTs)),
  };
  const code = failureCode(await house.deliver({ kind: 'interactive', payload, answerable: false }));
  if (code === undefined) return fine;
  const text = `The shortcut failed with the error "${code}"`;
  house.store.change((state) => notify(state, ask.user, { at: house.now(), code, text }));
  return { ok: false, code, text };
}

function aboutMessage(house: House, user: string, messageTs: string) {
  const state = house.store.state();
  const message = surfaceFor(state, { user, messageTs });
  if ('hash' in message) return {};
  const place = { user, channel: message.channel, issuedAt: house.wallClock(), messageTs };
  const key = house.store.apply((before) => issueResponseUrl(before, place));
  return {
    message_ts: messageTs,
    channel: { id: message.channel, name: channelName(state, message.channel) },
    message: messageJson(state, message),
    response_url: `${house.url()}/hooks/${key}`,
  };
}
