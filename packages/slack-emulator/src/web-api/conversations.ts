import { directChannel, openDirect } from '../state/conversations.js';
import { channelJson } from '../state/serialize.js';
import type { Channel } from '../state/state.js';
import { argument, type Call, idList, isTrue, type Method } from './call.js';
import { historyPage } from './history.js';
import { done, type Reply, refuse } from './reply.js';

const scopeOf = { public: 'channels:read', private: 'groups:read', im: 'im:read' } as const;
const historyScopeOf = { public: 'channels:history', private: 'groups:history', im: 'im:history' } as const;
const kindOf = { public_channel: 'public', private_channel: 'private', im: 'im' } as const;

type Known = { readonly channel: Channel } | { readonly reply: Reply };

/** Opens the direct conversation with one person; group conversations are not part of this workspace. */
function open(call: Call): Reply {
  const { house } = call;
  const users = idList(call, 'users');
  const [user] = users;
  if (user === undefined) return refuse('users_list_not_supplied');
  if (users.length > 1) return refuse('not_enough_users');
  const person = house.store.state().people[user];
  if (person === undefined) return refuse('user_not_found');
  if (person.isBot) return refuse('cannot_dm_bot');
  const already = directChannel(house.store.state(), user) !== undefined;
  const channel = house.store.apply((state) => openDirect(state, user));
  const whole = isTrue(call, 'return_im') ? channelJson(house.store.state(), channel) : { id: channel.id };
  return done({ channel: whole, ...(already ? { no_op: true, already_open: true } : {}) });
}

/** The conversation, if the bot may know of it with its scopes; which it takes depends on the kind. */
function known(call: Call, scopes: Readonly<Record<Channel['kind'], string>> = scopeOf): Known {
  const state = call.house.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return { reply: refuse('channel_not_found') };
  const needed = scopes[channel.kind];
  if (!call.house.scopes.has(needed)) {
    return { reply: refuse('missing_scope', { needed, provided: [...call.house.scopes].join(',') }) };
  }
  const visible = channel.kind === 'public' || channel.members.includes(state.identity.botUserId);
  return visible ? { channel } : { reply: refuse('channel_not_found') };
}

function info(call: Call): Reply {
  const found = known(call);
  return 'reply' in found ? found.reply : done({ channel: channelJson(call.house.store.state(), found.channel) });
}

/** What was said: only for members, and only with the scope for this kind of conversation. */
function history(call: Call): Reply {
  const found = known(call, historyScopeOf);
  if ('reply' in found) return found.reply;
  const state = call.house.store.state();
  return found.channel.members.includes(state.identity.botUserId)
    ? historyPage(call, found.channel)
    : refuse('not_in_channel');
}

function members(call: Call): Reply {
  const found = known(call);
  return 'reply' in found
    ? found.reply
    : done({ members: found.channel.members, response_metadata: { next_cursor: '' } });
}

function list(call: Call): Reply {
  const state = call.house.store.state();
  const asked = (argument(call, 'types') ?? 'public_channel').split(',');
  const kinds = Object.entries(kindOf).flatMap(([type, kind]) => (asked.includes(type) ? [kind] : []));
  const needed = kinds.map((kind) => scopeOf[kind]).filter((scope) => !call.house.scopes.has(scope));
  if (needed.length > 0) {
    return refuse('missing_scope', { needed: needed.join(','), provided: [...call.house.scopes].join(',') });
  }
  const bot = state.identity.botUserId;
  const shown = Object.values(state.channels).filter(
    (channel) => kinds.includes(channel.kind) && (channel.kind === 'public' || channel.members.includes(bot)),
  );
  return done({
    channels: shown.map((channel) => channelJson(state, channel)),
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
