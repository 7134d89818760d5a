import type { WorkspaceContext } from '../context.js';
import { isList, isObject, type JsonObject, objectsIn, stringIn } from '../json.js';
import { deleteMessage, editMessage, findMessage } from '../state/messages.js';
import { checkResponseUrl, useResponseUrl } from '../state/response-urls.js';
import { isRefused, type Message, type ResponseUrl } from '../state/state.js';
import { postReply, replyError } from './reply-message.js';

interface ResponseUrlResult {
  readonly status: number;
  readonly body: string;
}

const accepted: ResponseUrlResult = { status: 200, body: 'ok' };

/** The bot posts, replaces or deletes a message through a response_url. */
export function postToResponseUrl(ctx: WorkspaceContext, key: string, body: JsonObject | undefined): ResponseUrlResult {
  const target = checkResponseUrl(ctx.store.state(), key, ctx.wallClock());
  if (isRefused(target)) return errorResult(404, target.refused);
  if (body === undefined) return { status: 400, body: 'invalid_payload' };
  const original = originalMessage(ctx, target);
  if (body['delete_original'] === true) return deleteOriginal(ctx, key, original);
  const problem = replyError(ctx, body);
  if (problem !== undefined) return { status: 400, body: problem };
  ctx.store.change((state) => useResponseUrl(state, key));
  if (body['replace_original'] === true && original !== undefined) return replaceOriginal(ctx, original, body);
  const { channel, user, command } = target;
  postReply(ctx, { channel, user, command, body });
  return accepted;
}

function originalMessage(ctx: WorkspaceContext, target: ResponseUrl): Message | undefined {
  const ts = target.messageTs;
  return ts === undefined ? undefined : findMessage(ctx.store.state(), target.channel, ts);
}

function deleteOriginal(ctx: WorkspaceContext, key: string, original: Message | undefined): ResponseUrlResult {
  if (original === undefined) return errorResult(404, 'message_not_found');
  ctx.store.change((state) => deleteMessage(useResponseUrl(state, key), original));
  return accepted;
}

function replaceOriginal(ctx: WorkspaceContext, original: Message, body: JsonObject): ResponseUrlResult {
  const edit = {
    text: stringIn(body, 'text') ?? '',
    blocks: isList(body['blocks']) ? body['blocks'].filter(isObject) : [],
    attachments: objectsIn(body, 'attachments'),
    at: ctx.now(),
  };
  ctx.store.apply((state) => editMessage(state, original, edit));
  return accepted;
}

function errorResult(status: number, error: string): ResponseUrlResult {
  return { status, body: JSON.stringify({ ok: false, error }) };
}
