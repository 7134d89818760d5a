import type { House } from '../context.js';
import { type JsonObject, objectsIn, stringIn } from '../json.js';
import { idsFrom } from '../state/ids.js';
import { postMessage } from '../state/messages.js';
import { fileJson, mimeOf } from '../state/serialize.js';
import type { File } from '../state/state.js';
import { limits } from '../validation/limits.js';
import { argument, type Call, type Method } from './call.js';
import { contentProblems } from './content.js';
import { done, invalidArguments, type Reply, refuse, refuseFor } from './reply.js';

/** Step one of an upload: a place to send the bytes to. */
function uploadUrl(call: Call): Reply {
  const { house } = call;
  // Half a surrogate pair has no place in an address.
  const name = argument(call, 'filename')?.replace(/\p{Surrogate}/gu, '\ufffd');
  const size = Number(argument(call, 'length') ?? '0');
  const altText = argument(call, 'alt_txt');
  if (name === undefined || !Number.isInteger(size) || size <= 0) {
    return invalidArguments(`missing required field: ${name === undefined ? 'filename' : 'length'}`);
  }
  if (altText !== undefined && !mimeOf(name).startsWith('image/')) {
    // Slack takes it, answers ok, and then never shares the file: slackapi/python-slack-sdk#1818.
    return invalidArguments('`alt_txt` is for images: with any other file Slack drops the share in silence');
  }
  if ([...(altText ?? '')].length > limits.altText) return refuse('alt_txt_too_large');
  const file = house.store.apply((state) => {
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
    const after = ids.spent();
    return { state: { ...after, files: { ...after.files, [made.id]: made } }, value: made };
  });
  return done({ upload_url: `${house.url()}/upload/v1/${file.uploadToken}`, file_id: file.id });
}

/** Step two: the bytes. Slack wants exactly as many as were announced. */
export function receiveUpload(house: House, token: string, bytes: Buffer): { status: number; body: string } {
  const file = Object.values(house.store.state().files).find((each) => each.uploadToken === token);
  if (file === undefined || file.shared) return { status: 404, body: 'upload not found' };
  if (bytes.length !== file.size) return { status: 400, body: `expected ${file.size} bytes, got ${bytes.length}` };
  const uploaded: File = { ...file, content: bytes.toString('base64') };
  house.store.change((state) => ({ ...state, files: { ...state.files, [file.id]: uploaded } }));
  return { status: 200, body: `OK - ${bytes.length}` };
}

/** Step three: the files become visible, in a conversation if one is named. */
function complete(call: Call): Reply {
  const { house, args } = call;
  const wanted = objectsIn(args, 'files');
  if (wanted.length === 0) return invalidArguments('missing required field: files');
  const state = house.store.state();
  const found = wanted.map((each) => titled(state.files[stringIn(each, 'id') ?? ''], each));
  const files = found.flatMap((file) => file ?? []);
  if (files.length < found.length) return refuse('file_not_found');
  const channelId = argument(call, 'channel_id');
  const refusal = channelId === undefined ? undefined : shareRefusal(call, channelId);
  if (refusal !== undefined) return refusal;
  const shared = Object.fromEntries(files.map((file) => [file.id, { ...file, shared: true }]));
  house.store.change((before) => ({ ...before, files: { ...before.files, ...shared } }));
  if (channelId !== undefined) share(call, channelId, files);
  const after = house.store.state();
  return done({ files: files.flatMap((file) => fileJson(after, after.files[file.id])) });
}

function titled(file: File | undefined, asked: JsonObject): File | undefined {
  if (file?.content === undefined || file.shared) return undefined;
  return { ...file, title: stringIn(asked, 'title') ?? file.name };
}

function shareRefusal(call: Call, channelId: string): Reply | undefined {
  const state = call.house.store.state();
  const channel = state.channels[channelId];
  if (channel === undefined) return refuse('channel_not_found');
  if (!channel.members.includes(state.identity.botUserId)) return refuse('not_in_channel');
  const comment = argument(call, 'initial_comment');
  const blocks = call.args['blocks'];
  const said = { ...(comment === undefined ? {} : { text: comment }), ...(blocks === undefined ? {} : { blocks }) };
  const content = Object.keys(said).length === 0 ? undefined : contentProblems(state, said);
  return content === undefined ? undefined : refuseFor(content.error, content.problems);
}

function share(call: Call, channel: string, files: readonly File[]): void {
  const { house, args } = call;
  const threadTs = argument(call, 'thread_ts');
  const draft = {
    channel,
    author: house.store.state().identity.botUserId,
    text: argument(call, 'initial_comment') ?? '',
    blocks: objectsIn(args, 'blocks'),
    files: files.map((file) => file.id),
    ...(threadTs === undefined ? {} : { threadTs }),
  };
  house.store.apply((state) => postMessage(state, draft, house.now()));
}

const write = { scopes: ['files:write'], token: 'bot' } as const;

export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': { ...write, run: uploadUrl },
  'files.completeUploadExternal': { ...write, json: ['files', 'blocks'], run: complete },
};
