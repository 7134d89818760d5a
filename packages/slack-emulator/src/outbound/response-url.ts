import type { House } from '../context.js';
import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { deleteMessage, editMessage, findMessage } from '../state/messages.js';
import { checkResponseUrl, useResponseUrl } from '../state/response-urls.js';
import { isRefused, type Message, type ResponseUrl } from '../state/state.js';
import { postReply, replyRefusal } from './reply-message.js';

interface HookReply {
  readonly status: number;
  readonly body: string;
}

const done: HookReply = { status: 200, body: 'ok' };

/** The bot answers a person through the response_url it was given. */
export function answerHook(house: House, key: string, body: JsonObject | undefined): HookReply {
  const place = checkResponseUrl(house.store.state(), key, house.wallClock());
  if (isRefused(place)) return refusal(404, place.refused);
  if (body === undefined) return { status: 400, body: 'invalid_payload' };
  const original = originalOf(house, place);
  if (body['delete_original'] === true) return remove(house, key, original);
  const problem = replyRefusal(house, body);
  if (problem !== undefined) return { status: 400, body: problem };
  house.store.change((state) => useResponseUrl(state, key));
  if (body['replace_original'] === true && original !== undefined) return replace(house, original, body);
  const { channel, user, line } = place;
  postReply(house, { channel, user, line, body });
  return done;
}

function originalOf(house: House, place: ResponseUrl): Message | undefined {
  const ts = place.messageTs;
  return ts === undefined ? undefined : findMessage(house.store.state(), place.channel, ts);
}

function remove(house: House, key: string, original: Message | undefined): HookReply {
  if (original === undefined) return refusal(404, 'message_not_found');
  house.store.change((state) => deleteMessage(useResponseUrl(state, key), original));
  return done;
}

function replace(house: House, original: Message, body: JsonObject): HookReply {
  const edit = {
    text: stringIn(body, 'text') ?? '',
    blocks: isList(body['blocks']) ? body['blocks'].filter(isObject) : [],
    attachments: objectsIn(body, 'attachments'),
    at: house.now(),
  };
  house.store.apply((state) => editMessage(state, original, edit));
  return done;
}

function refusal(status: number, error: string): HookReply {
  return { status, body: JSON.stringify({ ok: false, error }) };
}
