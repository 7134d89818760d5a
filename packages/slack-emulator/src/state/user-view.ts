import type { JsonObject } from '../json.js';
import { messageJson, viewJson } from './serialize.js';
import type { Channel, CommandInvocation, Notice, State, User, View } from './state.js';
import { homeOf, stackOf } from './views.js';

/** Everything that is visible to one user. */
export interface Screen {
  readonly user: User;
  readonly conversations: readonly VisibleConversation[];
  /** The views of the open modal, root first; only the last one accepts actions. */
  readonly modals: readonly VisibleView[];
  readonly home: VisibleView | null;
  readonly notices: readonly Notice[];
}

export interface VisibleConversation {
  readonly id: string;
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly messages: readonly VisibleMessage[];
}

export interface VisibleMessage {
  readonly ts: string;
  readonly channel: string;
  readonly author: string;
  readonly ephemeral: boolean;
  /** The slash command that it responds to. */
  readonly inReplyTo: CommandInvocation | null;
  readonly json: JsonObject;
}

export interface VisibleView {
  readonly id: string;
  readonly json: JsonObject;
  readonly errors: Readonly<Record<string, string>>;
  readonly connectionError: string | null;
}

/** The screen of a user; undefined if there is no such user. */
export function userView(state: State, userId: string): Screen | undefined {
  const user = state.users[userId];
  if (user === undefined) return undefined;
  const joined = Object.values(state.channels).filter((channel) => channel.members.includes(userId));
  const home = homeOf(state, userId);
  return {
    user,
    conversations: joined.map((channel) => visibleConversation(state, channel, userId)),
    modals: stackOf(state, userId).map((view) => visibleView(state, view)),
    home: home === undefined ? null : visibleView(state, home),
    notices: state.notices[userId] ?? [],
  };
}

function visibleConversation(state: State, channel: Channel, userId: string): VisibleConversation {
  const all = state.messages[channel.id] ?? [];
  const visible = all.filter((message) => message.ephemeralUser === undefined || message.ephemeralUser === userId);
  return {
    id: channel.id,
    name: channel.kind === 'im' ? `@${state.identity.botName}` : `#${channel.name}`,
    kind: channel.kind,
    messages: visible.map((message) => ({
      ts: message.ts,
      channel: message.channel,
      author: message.author,
      ephemeral: message.ephemeralUser !== undefined,
      inReplyTo: message.inReplyTo ?? null,
      json: messageJson(state, message),
    })),
  };
}

function visibleView(state: State, view: View): VisibleView {
  return {
    id: view.id,
    json: viewJson(state, view),
    errors: view.errors,
    connectionError: view.connectionError ?? null,
  };
}
