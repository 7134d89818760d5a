import { directChannel, openDirectChannel } from '../state/conversations.js';
import { channelJson } from '../state/serialize.js';
import type { Channel } from '../state/state.js';
import { argument, type Call, idList, isTrue, type Method } from './call.js';
import { historyPage } from './history.js';
import { errorReply, okReply, type Reply } from './reply.js';

const scopeOf = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const historyScopeOf = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const;
const kindOf = { public_channel: 'public', private_channel: 'private', im: 'im' } as const;

type ChannelResult = { readonly channel: Channel } | { readonly reply: Reply };

/** Opens the direct message with one user. Group direct messages are not supported. */
function open(call: Call): Reply {
  const { ctx } = call;
  const users = idList(call, 'users');
  const [user] = users;
  if (user === undefined) return errorReply('users_list_not_supplied');
  if (users.length > 1) return errorReply('not_enough_users');
  const found = ctx.store.state().users[user];
  if (found === undefined) return errorReply('user_not_found');
  if (found.isBot) return errorReply('cannot_dm_bot');
  const wasOpen = directChannel(ctx.store.state(), user) !== undefined;
  const channel = ctx.store.apply((state) => openDirectChannel(state, user));
  const channelFields = isTrue(call, 'return_im') ? channelJson(ctx.store.state(), channel) : { id: channel.id };
  return okReply({ channel: channelFields, ...(wasOpen ? { no_op: true, already_open: true } : {}) });
}

/** The conversation, if the bot can see it and has the scope for its kind; otherwise the error. */
function findVisibleChannel(call: Call, scopes: Readonly<Record<Channel['kind'], string>> = scopeOf): ChannelResult {
  const state = call.ctx.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return { reply: errorReply('channel_not_found') };
  const needed = scopes[channel.kind];
  if (!call.ctx.scopes.has(needed)) {
    return { reply: errorReply('missing_scope', { needed, provided: [...call.ctx.scopes].join(',') }) };
  }
  const visible = channel.kind === 'public' || channel.members.includes(state.identity.botUserId);
  return visible ? { channel } : { reply: errorReply('channel_not_found') };
}

function info(call: Call): Reply {
  const found = findVisibleChannel(call);
  return 'reply' in found ? found.reply : okReply({ channel: channelJson(call.ctx.store.state(), found.channel) });
}

/** The messages of a conversation that the bot is a member of. */
function history(call: Call): Reply {
  const found = findVisibleChannel(call, historyScopeOf);
  if ('reply' in found) return found.reply;
  const state = call.ctx.store.state();
  return found.channel.members.includes(state.identity.botUserId)
    ? historyPage(call, found.channel)
    : errorReply('not_in_channel');
}

function members(call: Call): Reply {
  const found = findVisibleChannel(call);
  return 'reply' in found
    ? found.reply
    : okReply({ members: found.channel.members, response_metadata: { next_cursor: '' } });
}

function list(call: Call): Reply {
  const state = call.ctx.store.state();
  const types = (argument(call, 'types') ?? 'public_channel').split(',');
  const kinds = Object.entries(kindOf).flatMap(([type, kind]) => (types.includes(type) ? [kind] : []));
  const needed = kinds.map((kind) => scopeOf[kind]).filter((scope) => !call.ctx.scopes.has(scope));
  if (needed.length > 0) {
    return errorReply('missing_scope', { needed: needed.join(','), provided: [...call.ctx.scopes].join(',') });
  }
  const bot = state.identity.botUserId;
  const visible = Object.values(state.channels).filter(
    (channel) => kinds.includes(channel.kind) && (channel.kind === 'public' || channel.members.includes(bot)),
  );
  return okReply({
    channels: visible.map((channel) => channelJson(state, channel)),
    response_metadata: { next_cursor: '' },
  });
}

export const conversationMethods: Readonly<Record<string, Method>> = {
  'conversations.open': { scopes: ['im:write'], token: 'bot', run: open },
  'conversations.history': { scopes: [], token: 'bot', run: history },
  'conversations.info': { scopes: [], token: 'bot', run: info },
  'conversations.members': { scopes: [], token: 'bot', run: members },
  'conversations.list': { scopes: [], token: 'bot', run: list },
};
