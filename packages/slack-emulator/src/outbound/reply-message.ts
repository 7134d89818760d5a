import type { House } from '../context.js';
import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { type Draft, postMessage } from '../state/messages.js';
import type { Message } from '../state/state.js';
import { contentProblems } from '../web-api/content.js';

/** A message that came as an answer to a person: to a command, or through a response_url. */
export interface Reply {
  readonly channel: string;
  readonly user: string;
  /** The command that is answered, as it was typed. */
  readonly line?: string | undefined;
  readonly body: JsonObject;
}

/** Slack's code for why it would not take this message; undefined when it would. */
export function replyRefusal(house: House, body: JsonObject): string | undefined {
  return contentProblems(house.store.state(), body)?.error;
}

/** Posts it where it belongs: to everybody only when it says so, to the person alone otherwise. */
export function postReply(house: House, reply: Reply): Message {
  const { body, user, line } = reply;
  const inChannel = stringIn(body, 'response_type') === 'in_channel';
  const threadTs = stringIn(body, 'thread_ts');
  const draft: Draft = {
    channel: reply.channel,
    author: house.store.state().identity.botUserId,
    text: stringIn(body, 'text') ?? '',
    blocks: isList(body['blocks']) ? body['blocks'].filter(isObject) : [],
    attachments: objectsIn(body, 'attachments'),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(inChannel ? {} : { onlyFor: user }),
    ...(line === undefined ? {} : { answers: { user, line } }),
  };
  return house.store.apply((state) => postMessage(state, draft, house.now()));
}
