import type { WorkspaceContext } from '../context.js';
import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { type MessageDraft, postMessage } from '../state/messages.js';
import type { Message } from '../state/state.js';
import { contentError } from '../web-api/content.js';

/** A message sent in response to a command, or through a response_url. */
export interface ReplyMessage {
  readonly channel: string;
  readonly user: string;
  /** The command it responds to, as typed; undefined for other interactions. */
  readonly command?: string | undefined;
  readonly body: JsonObject;
}

/** Slack's error code for an invalid message; undefined if it is valid. */
export function replyError(ctx: WorkspaceContext, body: JsonObject): string | undefined {
  return contentError(ctx.store.state(), body)?.error;
}

/** Posts it: visible to the channel with `response_type: in_channel`, otherwise ephemeral. */
export function postReply(ctx: WorkspaceContext, reply: ReplyMessage): Message {
  const { body, user, command } = reply;
  const inChannel = stringIn(body, 'response_type') === 'in_channel';
  const threadTs = stringIn(body, 'thread_ts');
  const draft: MessageDraft = {
    channel: reply.channel,
    author: ctx.store.state().identity.botUserId,
    text: stringIn(body, 'text') ?? '',
    blocks: isList(body['blocks']) ? body['blocks'].filter(isObject) : [],
    attachments: objectsIn(body, 'attachments'),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(inChannel ? {} : { ephemeralUser: user }),
    ...(command === undefined ? {} : { inReplyTo: { user, command } }),
  };
  return ctx.store.apply((state) => postMessage(state, draft, ctx.now()));
}
