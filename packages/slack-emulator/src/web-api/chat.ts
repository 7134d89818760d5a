import type { WorkspaceContext } from '../context.js';
import { isList, isObject, objectsIn } from '../json.js';
import { findChannel, openDirectChannel } from '../state/conversations.js';
import { deleteMessage, editMessage, findMessage, postMessage } from '../state/messages.js';
import { messageJsonWithoutMetadata } from '../state/serialize.js';
import { type Channel, isRefused, type Message, type Refused } from '../state/state.js';
import { argument, type Call, isTrue, type Method } from './call.js';
import { contentError } from './content.js';
import { metadataError, storedMetadata } from './metadata.js';
import { errorReply, okReply, problemsReply, type Reply } from './reply.js';

function post(call: Call): Reply {
  const { ctx, args } = call;
  const channel = channelToPost(ctx, argument(call, 'channel') ?? '');
  if (isRefused(channel)) return errorReply(channel.refused);
  const content = contentError(ctx.store.state(), args);
  if (content !== undefined) return problemsReply(content.error, content.problems);
  const invalidMetadata = metadataError(args['metadata']);
  if (invalidMetadata !== undefined) return invalidMetadata;
  const message = ctx.store.apply((state) => postMessage(state, draftOf(call, channel), ctx.now()));
  const json = messageJsonWithoutMetadata(ctx.store.state(), message);
  return okReply({ channel: channel.id, ts: message.ts, message: json });
}

/** The conversation to post in, or the error; a user id stands for the direct message. */
function channelToPost(ctx: WorkspaceContext, channelOrUserId: string): Channel | Refused {
  const state = ctx.store.state();
  const user = state.users[channelOrUserId];
  if (user !== undefined && !user.isBot) return ctx.store.apply((before) => openDirectChannel(before, channelOrUserId));
  const channel = findChannel(state, channelOrUserId);
  if (channel === undefined) return { refused: 'channel_not_found' };
  const joined = channel.members.includes(state.identity.botUserId);
  const allowed = joined || (channel.kind === 'public' && ctx.scopes.has('chat:write.public'));
  if (allowed) return channel;
  return { refused: channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found' };
}

function draftOf(call: Call, channel: Channel) {
  const { args, ctx } = call;
  const threadTs = argument(call, 'thread_ts');
  const metadata = storedMetadata(args['metadata']);
  return {
    channel: channel.id,
    author: ctx.store.state().identity.botUserId,
    text: argument(call, 'text') ?? '',
    blocks: objectsIn(args, 'blocks'),
    attachments: objectsIn(args, 'attachments'),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(threadTs !== undefined && isTrue(call, 'reply_broadcast') ? ({ broadcast: true } as const) : {}),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function postEphemeral(call: Call): Reply {
  const { ctx, args } = call;
  const user = argument(call, 'user') ?? '';
  const channel = channelToPost(ctx, argument(call, 'channel') ?? '');
  if (isRefused(channel)) return errorReply(channel.refused);
  if (ctx.store.state().users[user] === undefined) return errorReply('user_not_found');
  if (!channel.members.includes(user)) return errorReply('user_not_in_channel');
  const content = contentError(ctx.store.state(), args);
  if (content !== undefined) return problemsReply(content.error, content.problems);
  const draft = { ...draftOf(call, channel), ephemeralUser: user };
  const message = ctx.store.apply((state) => postMessage(state, draft, ctx.now()));
  return okReply({ message_ts: message.ts });
}

/** The bot's own message, or the error. Ephemeral messages cannot be found: Slack does not store them. */
function ownMessage(call: Call, notOwnError: string): Message | Refused {
  const state = call.ctx.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return { refused: 'channel_not_found' };
  const message = findMessage(state, channel.id, argument(call, 'ts') ?? '');
  if (message === undefined || message.ephemeralUser !== undefined) return { refused: 'message_not_found' };
  return message.author === state.identity.botUserId ? message : { refused: notOwnError };
}

function update(call: Call): Reply {
  const { ctx, args } = call;
  const message = ownMessage(call, 'cant_update_message');
  if (isRefused(message)) return errorReply(message.refused);
  const content = contentError(ctx.store.state(), args);
  if (content !== undefined) return problemsReply(content.error, content.problems);
  const invalidMetadata = metadataError(args['metadata']);
  if (invalidMetadata !== undefined) return invalidMetadata;
  const edited = ctx.store.apply((state) => editMessage(state, message, editOf(call, message)));
  const json = messageJsonWithoutMetadata(ctx.store.state(), edited);
  return okReply({ channel: edited.channel, ts: edited.ts, text: edited.text, message: json });
}

/** As in Slack, text without blocks removes the old blocks; blocks without text keep the text. */
function editOf(call: Call, message: Message) {
  const { args, ctx } = call;
  const text = argument(call, 'text');
  const blocks = isList(args['blocks']) ? args['blocks'].filter(isObject) : undefined;
  return {
    text: text ?? message.text,
    ...(blocks === undefined && text === undefined ? {} : { blocks: blocks ?? [] }),
    ...(args['attachments'] === undefined ? {} : { attachments: objectsIn(args, 'attachments') }),
    ...(args['metadata'] === undefined ? {} : { metadata: storedMetadata(args['metadata']) }),
    at: ctx.now(),
  };
}

function remove(call: Call): Reply {
  const message = ownMessage(call, 'cant_delete_message');
  if (isRefused(message)) return errorReply(message.refused);
  call.ctx.store.change((state) => deleteMessage(state, message));
  return okReply({ channel: message.channel, ts: message.ts });
}

function permalink(call: Call): Reply {
  const state = call.ctx.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return errorReply('channel_not_found');
  const ts = argument(call, 'message_ts') ?? '';
  if (findMessage(state, channel.id, ts) === undefined) return errorReply('message_not_found');
  const link = `https://${state.identity.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
  return okReply({ channel: channel.id, permalink: link });
}

const json = ['blocks', 'attachments', 'metadata'];
const write = { scopes: ['chat:write'], token: 'bot', json } as const;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { ...write, rateLimited: true, run: post },
  'chat.postEphemeral': { ...write, run: postEphemeral },
  'chat.update': { ...write, run: update },
  'chat.delete': { ...write, run: remove },
  'chat.getPermalink': { scopes: [], token: 'bot', run: permalink },
};
