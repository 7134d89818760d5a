import type { WorkspaceContext } from '../context.js';
import { type JsonObject, objectsIn, stringIn } from '../json.js';
import { idsFrom } from '../state/ids.js';
import { postMessage } from '../state/messages.js';
import { fileJson, mimeTypeOf } from '../state/serialize.js';
import type { File } from '../state/state.js';
import { limits } from '../validation/limit-values.js';
import { argument, type Call, type Method } from './call.js';
import { contentError } from './content.js';
import { errorReply, invalidArguments, okReply, problemsReply, type Reply } from './reply.js';

/** Step 1 of an upload: issues the upload URL. */
function uploadUrl(call: Call): Reply {
  const { ctx } = call;
  // An unpaired surrogate cannot be encoded in a URL.
  const name = argument(call, 'filename')?.replace(/\p{Surrogate}/gu, '\ufffd');
  const size = Number(argument(call, 'length') ?? '0');
  const altText = argument(call, 'alt_txt');
  if (name === undefined || !Number.isInteger(size) || size <= 0) {
    return invalidArguments(`missing required field: ${name === undefined ? 'filename' : 'length'}`);
  }
  if (altText !== undefined && !mimeTypeOf(name).startsWith('image/')) {
    // Slack responds with ok and then never shares the file: slackapi/python-slack-sdk#1818.
    return invalidArguments('`alt_txt` is for images: with any other file Slack drops the share in silence');
  }
  if ([...(altText ?? '')].length > limits.altText) return errorReply('alt_txt_too_large');
  const file = ctx.store.apply((state) => {
    const ids = idsFrom(state);
    const made: File = {
      id: ids.next('F'),
      name,
      title: name,
      size,
      uploadToken: `${ids.hex()}${ids.hex()}`,
      shared: false,
      ...(altText === undefined ? {} : { altText }),
    };
    const after = ids.nextState();
    return { state: { ...after, files: { ...after.files, [made.id]: made } }, value: made };
  });
  return okReply({ upload_url: `${ctx.url()}/upload/v1/${file.uploadToken}`, file_id: file.id });
}

/** Step 2: the content, which must have the announced length. */
export function receiveUpload(ctx: WorkspaceContext, token: string, bytes: Buffer): { status: number; body: string } {
  const file = Object.values(ctx.store.state().files).find((each) => each.uploadToken === token);
  if (file === undefined || file.shared) return { status: 404, body: 'upload not found' };
  if (bytes.length !== file.size) return { status: 400, body: `expected ${file.size} bytes, got ${bytes.length}` };
  const uploaded: File = { ...file, content: bytes.toString('base64') };
  ctx.store.change((state) => ({ ...state, files: { ...state.files, [file.id]: uploaded } }));
  return { status: 200, body: `OK - ${bytes.length}` };
}

/** Step 3: makes the files visible, and shares them in a conversation if one is given. */
function completeUpload(call: Call): Reply {
  const { ctx, args } = call;
  const requested = objectsIn(args, 'files');
  if (requested.length === 0) return invalidArguments('missing required field: files');
  const state = ctx.store.state();
  const found = requested.map((each) => withTitle(state.files[stringIn(each, 'id') ?? ''], each));
  const files = found.flatMap((file) => file ?? []);
  if (files.length < found.length) return errorReply('file_not_found');
  const channelId = argument(call, 'channel_id');
  const error = channelId === undefined ? undefined : shareError(call, channelId);
  if (error !== undefined) return error;
  const shared = Object.fromEntries(files.map((file) => [file.id, { ...file, shared: true }]));
  ctx.store.change((before) => ({ ...before, files: { ...before.files, ...shared } }));
  if (channelId !== undefined) share(call, channelId, files);
  const after = ctx.store.state();
  return okReply({ files: files.flatMap((file) => fileJson(after, after.files[file.id])) });
}

function withTitle(file: File | undefined, requested: JsonObject): File | undefined {
  if (file?.content === undefined || file.shared) return undefined;
  return { ...file, title: stringIn(requested, 'title') ?? file.name };
}

function shareError(call: Call, channelId: string): Reply | undefined {
  const state = call.ctx.store.state();
  const channel = state.channels[channelId];
  if (channel === undefined) return errorReply('channel_not_found');
  if (!channel.members.includes(state.identity.botUserId)) return errorReply('not_in_channel');
  const comment = argument(call, 'initial_comment');
  const blocks = call.args['blocks'];
  const message = { ...(comment === undefined ? {} : { text: comment }), ...(blocks === undefined ? {} : { blocks }) };
  const content = Object.keys(message).length === 0 ? undefined : contentError(state, message);
  return content === undefined ? undefined : problemsReply(content.error, content.problems);
}

function share(call: Call, channel: string, files: readonly File[]): void {
  const { ctx, args } = call;
  const threadTs = argument(call, 'thread_ts');
  const draft = {
    channel,
    author: ctx.store.state().identity.botUserId,
    text: argument(call, 'initial_comment') ?? '',
    blocks: objectsIn(args, 'blocks'),
    files: files.map((file) => file.id),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
  ctx.store.apply((state) => postMessage(state, draft, ctx.now()));
}

const write = { scopes: ['files:write'], token: 'bot' } as const;

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': { ...write, run: uploadUrl },
  'files.completeUploadExternal': { ...write, json: ['files', 'blocks'], run: completeUpload },
};
