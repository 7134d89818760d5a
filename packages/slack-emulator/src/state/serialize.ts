import { compact, type Json, type JsonObject, stringIn } from '../json.js';
import { valuesOf } from './inputs.js';
import type { Channel, File, Message, State, View } from './state.js';

/** A message object, as Slack sends it to the bot. */
export function messageJson(state: State, message: Message): JsonObject {
  const { identity } = state;
  const byBot = message.author === identity.botUserId;
  return compact({
    type: 'message',
    subtype: message.broadcast ? 'thread_broadcast' : undefined,
    user: message.author,
    ts: message.ts,
    text: message.text,
    team: identity.teamId,
    ...(byBot ? { bot_id: identity.botId, app_id: identity.appId } : {}),
    blocks: message.blocks.length > 0 ? message.blocks : undefined,
    attachments: message.attachments.length > 0 ? message.attachments : undefined,
    files: message.files.length > 0 ? message.files.flatMap((id) => fileJson(state, state.files[id])) : undefined,
    thread_ts: message.threadTs,
    metadata: message.metadata,
    edited: message.editedTs === undefined ? undefined : { user: message.author, ts: message.editedTs },
  });
}

/** Web API responses omit a message's metadata: slackapi/python-slack-sdk#1501. */
export function messageJsonWithoutMetadata(state: State, message: Message): JsonObject {
  return messageJson(state, { ...message, metadata: undefined });
}

/** A view object, as Slack sends it to the bot, with the current field values. */
export function viewJson(state: State, view: View): JsonObject {
  const { identity } = state;
  const { payload } = view;
  return {
    id: view.id,
    team_id: identity.teamId,
    type: view.kind,
    blocks: payload['blocks'] ?? [],
    private_metadata: stringIn(payload, 'private_metadata') ?? '',
    callback_id: stringIn(payload, 'callback_id') ?? '',
    state: { values: valuesOf(state, view, view.owner) },
    hash: view.hash,
    title: payload['title'] ?? null,
    clear_on_close: payload['clear_on_close'] === true,
    notify_on_close: payload['notify_on_close'] === true,
    close: payload['close'] ?? null,
    submit: payload['submit'] ?? null,
    previous_view_id: view.previousId ?? null,
    root_view_id: view.rootId,
    app_id: identity.appId,
    external_id: stringIn(payload, 'external_id') ?? '',
    app_installed_team_id: identity.teamId,
    bot_id: identity.botId,
  };
}

export function fileJson(state: State, file: File | undefined): readonly JsonObject[] {
  if (file === undefined) return [];
  return [
    compact({
      id: file.id,
      name: file.name,
      title: file.title,
      size: file.size,
      user: file.owner ?? state.identity.botUserId,
      filetype: file.name.split('.').at(-1) ?? '',
      mimetype: mimeTypeOf(file.name),
      alt_txt: file.altText,
      url_private: `${file.origin ?? ''}/files/${file.id}/${encodeURIComponent(file.name)}`,
      url_private_download: file.origin && `${file.origin}/files/${file.id}/${encodeURIComponent(file.name)}`,
    }),
  ];
}

const mimeTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  csv: 'text/csv',
  txt: 'text/plain',
  json: 'application/json',
};

export function mimeTypeOf(name: string): string {
  return mimeTypes[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}

export function channelJson(state: State, channel: Channel): JsonObject {
  const other = channel.members.find((member) => member !== state.identity.botUserId);
  const base: Record<string, Json> = {
    id: channel.id,
    is_channel: channel.kind === 'public',
    is_group: channel.kind === 'private',
    is_im: channel.kind === 'im',
    is_mpim: false,
    is_private: channel.kind !== 'public',
    is_archived: false,
    is_member: channel.members.includes(state.identity.botUserId),
    num_members: channel.members.length,
    is_shared: channel.isShared === true,
    is_ext_shared: channel.isShared === true,
  };
  return channel.kind === 'im' ? { ...base, user: other ?? '' } : { ...base, name: channel.name };
}
