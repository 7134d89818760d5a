import type { JsonObject } from '../json.js';
import { messageJson, viewJson } from './serialize.js';
import type { Channel, Notice, Person, State, Typed, View } from './state.js';
import { homeOf, stackOf } from './views.js';

/** All that one person sees, and nothing that is meant for others. */
export interface Screen {
  readonly person: Person;
  readonly conversations: readonly SeenConversation[];
  /** The open modal, root first; only the last view can be acted on. */
  readonly modals: readonly SeenView[];
  readonly home: SeenView | null;
  readonly notices: readonly Notice[];
}

export interface SeenConversation {
  readonly id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly messages: readonly SeenMessage[];
}

export interface SeenMessage {
  readonly ts: string;
  readonly channel: string;
  readonly author: string;
  readonly ephemeral: boolean;
  /** The command that it answers. */
  readonly answers: Typed | null;
  readonly json: JsonObject;
}

export interface SeenView {
  readonly id: string;
  readonly json: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
  readonly trouble: string | null;
}

export function whatSees(state: State, user: string): Screen | undefined {
  const person = state.people[user];
  if (person === undefined) return undefined;
  const joined = Object.values(state.channels).filter((channel) => channel.members.includes(user));
  const home = homeOf(state, user);
  return {
    person,
    conversations: joined.map((channel) => seenConversation(state, channel, user)),
    modals: stackOf(state, user).map((view) => seenView(state, view)),
    home: home === undefined ? null : seenView(state, home),
    notices: state.notices[user] ?? [],
  };
}

function seenConversation(state: State, channel: Channel, user: string): SeenConversation {
  const all = state.messages[channel.id] ?? [];
  const visible = all.filter((message) => message.onlyFor === undefined || message.onlyFor === user);
  return {
    id: channel.id,
    name: channel.kind === 'im' ? `@${state.identity.botName}` : `#${channel.name}`,
    kind: channel.kind,
    messages: visible.map((message) => ({
      ts: message.ts,
      channel: message.channel,
      author: message.author,
      ephemeral: message.onlyFor !== undefined,
      answers: message.answers ?? null,
      json: messageJson(state, message),
    })),
  };
}

function seenView(state: State, view: View): SeenView {
  return { id: view.id, json: viewJson(state, view), errors: view.errors, trouble: view.trouble ?? null };
}
