import type { WorkspaceContext } from '../context.js';
import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { type MessageDraft, postMessage } from '../state/messages.js';
import type { Message } from '../state/state.js';
import { contentError } from '../web-api/content.js';

/** A message that came as an answer to a person: to a command, or through a response_url. */
export interface ReplyMessage {
  readonly channel: string;
  readonly user: string;
  /** The command that is answered, as it was typed. */
  readonly line?: string | undefined;
  readonly body: JsonObject;
}

/** Slack's code for why it would not take this message; undefined when it would. */
export function replyError(ctx: WorkspaceContext, body: JsonObject): string | undefined {
  return contentError(ctx.store.state(), body)?.error;
}

/** Posts it where it belongs: to everybody only when it says so, to the person alone otherwise. */
export function postReply(ctx: WorkspaceContext, reply: ReplyMessage): Message {
  const { body, user, line } = reply;
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
    ...(line === undefined ? {} : { inReplyTo: { user, line } }),
  };
  return ctx.store.apply((state) => postMessage(state, draft, ctx.now()));
}
