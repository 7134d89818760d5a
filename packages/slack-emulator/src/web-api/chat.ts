import type { House } from '../context.js';
import { isList, isObject, objectsIn } from '../json.js';
import { findChannel, openDirect } from '../state/conversations.js';
import { deleteMessage, editMessage, findMessage, postMessage } from '../state/messages.js';
import { answeredMessage } from '../state/serialize.js';
import { type Channel, isRefused, type Message, type Refused } from '../state/state.js';
import { argument, type Call, isTrue, type Method } from './call.js';
import { contentProblems } from './content.js';
import { keptMetadata, metadataRefusal } from './metadata.js';
import { done, type Reply, refuse, refuseFor } from './reply.js';

function post(call: Call): Reply {
  const { house, args } = call;
  const channel = channelToPost(house, argument(call, 'channel') ?? '');
  if (isRefused(channel)) return refuse(channel.refused);
  const content = contentProblems(house.store.state(), args);
  if (content !== undefined) return refuseFor(content.error, content.problems);
  const unfit = metadataRefusal(args['metadata']);
  if (unfit !== undefined) return unfit;
  const message = house.store.apply((state) => postMessage(state, draftOf(call, channel), house.now()));
  const json = answeredMessage(house.store.state(), message);
  return done({ channel: channel.id, ts: message.ts, message: json });
}

/** A conversation the bot may post in; a person's id means the direct conversation. */
function channelToPost(house: House, given: string): Channel | Refused {
  const state = house.store.state();
  const person = state.people[given];
  if (person !== undefined && !person.isBot) return house.store.apply((before) => openDirect(before, given));
  const channel = findChannel(state, given);
  if (channel === undefined) return { refused: 'channel_not_found' };
  const joined = channel.members.includes(state.identity.botUserId);
  const may = joined || (channel.kind === 'public' && house.scopes.has('chat:write.public'));
  if (may) return channel;
  return { refused: channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found' };
}

function draftOf(call: Call, channel: Channel) {
  const { args, house } = call;
  const threadTs = argument(call, 'thread_ts');
  const metadata = keptMetadata(args['metadata']);
  return {
    channel: channel.id,
    author: house.store.state().identity.botUserId,
    text: argument(call, 'text') ?? '',
    blocks: objectsIn(args, 'blocks'),
    attachments: objectsIn(args, 'attachments'),
    ...(threadTs === undefined ? {} : { threadTs }),
    ...(threadTs !== undefined && isTrue(call, 'reply_broadcast') ? ({ broadcast: true } as const) : {}),
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function postEphemeral(call: Call): Reply {
  const { house, args } = call;
  const user = argument(call, 'user') ?? '';
  const channel = channelToPost(house, argument(call, 'channel') ?? '');
  if (isRefused(channel)) return refuse(channel.refused);
  if (house.store.state().people[user] === undefined) return refuse('user_not_found');
  if (!channel.members.includes(user)) return refuse('user_not_in_channel');
  const content = contentProblems(house.store.state(), args);
  if (content !== undefined) return refuseFor(content.error, content.problems);
  const draft = { ...draftOf(call, channel), onlyFor: user };
  const message = house.store.apply((state) => postMessage(state, draft, house.now()));
  return done({ message_ts: message.ts });
}

/** The bot's own message at this place. Ephemeral messages cannot be found: Slack keeps none. */
function ownMessage(call: Call, mayNot: string): Message | Refused {
  const state = call.house.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return { refused: 'channel_not_found' };
  const message = findMessage(state, channel.id, argument(call, 'ts') ?? '');
  if (message === undefined || message.onlyFor !== undefined) return { refused: 'message_not_found' };
  return message.author === state.identity.botUserId ? message : { refused: mayNot };
}

function update(call: Call): Reply {
  const { house, args } = call;
  const message = ownMessage(call, 'cant_update_message');
  if (isRefused(message)) return refuse(message.refused);
  const content = contentProblems(house.store.state(), args);
  if (content !== undefined) return refuseFor(content.error, content.problems);
  const unfit = metadataRefusal(args['metadata']);
  if (unfit !== undefined) return unfit;
  const edited = house.store.apply((state) => editMessage(state, message, editOf(call, message)));
  const json = answeredMessage(house.store.state(), edited);
  return done({ channel: edited.channel, ts: edited.ts, text: edited.text, message: json });
}

/** New text without blocks takes the old blocks away, as Slack does; blocks without text keep the text. */
function editOf(call: Call, message: Message) {
  const { args, house } = call;
  const text = argument(call, 'text');
  const given = isList(args['blocks']) ? args['blocks'].filter(isObject) : undefined;
  return {
    text: text ?? message.text,
    ...(given === undefined && text === undefined ? {} : { blocks: given ?? [] }),
    ...(args['attachments'] === undefined ? {} : { attachments: objectsIn(args, 'attachments') }),
    ...(args['metadata'] === undefined ? {} : { metadata: keptMetadata(args['metadata']) }),
    at: house.now(),
  };
}

function remove(call: Call): Reply {
  const message = ownMessage(call, 'cant_delete_message');
  if (isRefused(message)) return refuse(message.refused);
  call.house.store.change((state) => deleteMessage(state, message));
  return done({ channel: message.channel, ts: message.ts });
}

function permalink(call: Call): Reply {
  const state = call.house.store.state();
  const channel = state.channels[argument(call, 'channel') ?? ''];
  if (channel === undefined) return refuse('channel_not_found');
  const ts = argument(call, 'message_ts') ?? '';
  if (findMessage(state, channel.id, ts) === undefined) return refuse('message_not_found');
  const link = `https://${state.identity.domain}.slack.com/archives/${channel.id}/p${ts.replace('.', '')}`;
  return done({ channel: channel.id, permalink: link });
}

const json = ['blocks', 'attachments', 'metadata'];
const write = { scopes: ['chat:write'], token: 'bot', json } as const;

export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': { ...write, paced: true, run: post },
  'chat.postEphemeral': { ...write, run: postEphemeral },
  'chat.update': { ...write, run: update },
  'chat.delete': { ...write, run: remove },
  'chat.getPermalink': { scopes: [], token: 'bot', run: permalink },
};
