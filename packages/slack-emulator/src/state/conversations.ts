import { idsFrom } from './ids.js';
import type { Channel, Person, State, Step } from './state.js';

/** A conversation by id, by #name or by name. */
export function findChannel(state: State, given: string): Channel | undefined {
  const bare = given.startsWith('#') ? given.slice(1) : given;
  return state.channels[given] ?? Object.values(state.channels).find((channel) => channel.name === bare && bare !== '');
}

/** A person by id, @handle, handle or full name. */
export function findPerson(state: State, given: string): Person | undefined {
  const bare = given.startsWith('@') ? given.slice(1) : given;
  return (
    state.people[given] ??
    Object.values(state.people).find((person) => person.name === bare || person.realName === given)
  );
}

/** The direct conversation between the bot and a person, if it was ever opened. */
export function directChannel(state: State, user: string): Channel | undefined {
  return Object.values(state.channels).find((channel) => channel.kind === 'im' && channel.members.includes(user));
}

export function openDirect(state: State, user: string): Step<Channel> {
  const open = directChannel(state, user);
  if (open !== undefined) return { state, value: open };
  const ids = idsFrom(state);
  const channel: Channel = {
    id: ids.next('D'),
    name: '',
    kind: 'im',
    members: [user, state.identity.botUserId],
  };
  const after = ids.spent();
  return { state: { ...after, channels: { ...after.channels, [channel.id]: channel } }, value: channel };
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
