import { idsFrom } from './ids.js';
import type { Channel, State, Transition, User } from './state.js';

/** A conversation by id, #name or name. */
export function findChannel(state: State, nameOrId: string): Channel | undefined {
  const name = nameOrId.startsWith('#') ? nameOrId.slice(1) : nameOrId;
  return (
    state.channels[nameOrId] ?? Object.values(state.channels).find((channel) => channel.name === name && name !== '')
  );
}

/** A user by id, @handle, handle or full name. */
export function findUser(state: State, nameOrId: string): User | undefined {
  const name = nameOrId.startsWith('@') ? nameOrId.slice(1) : nameOrId;
  return (
    state.users[nameOrId] ?? Object.values(state.users).find((user) => user.name === name || user.realName === nameOrId)
  );
}

/** The direct message channel between the bot and a user; undefined if it was never opened. */
export function directChannel(state: State, user: string): Channel | undefined {
  return Object.values(state.channels).find((channel) => channel.kind === 'im' && channel.members.includes(user));
}

export function openDirectChannel(state: State, user: string): Transition<Channel> {
  const open = directChannel(state, user);
  if (open !== undefined) return { state, value: open };
  const ids = idsFrom(state);
  const channel: Channel = {
    id: ids.next('D'),
    name: '',
    kind: 'im',
    members: [user, state.identity.botUserId],
  };
  const next = ids.nextState();
  return { state: { ...next, channels: { ...next.channels, [channel.id]: channel } }, value: channel };
}

export function joinChannel(state: State, channelId: string, user: string): State {
  const channel = state.channels[channelId];
  if (channel === undefined || channel.members.includes(user)) return state;
  const joined: Channel = { ...channel, members: [...channel.members, user] };
  return { ...state, channels: { ...state.channels, [channelId]: joined } };
}

export function leaveChannel(state: State, channelId: string, user: string): State {
  const channel = state.channels[channelId];
  if (channel === undefined) return state;
  const left: Channel = { ...channel, members: channel.members.filter((member) => member !== user) };
  return { ...state, channels: { ...state.channels, [channelId]: left } };
}
