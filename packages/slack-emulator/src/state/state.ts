import type { JsonObject } from '../json.js';

/** Everything the workspace remembers: plain data, JSON-safe, changed only by the functions of this folder. */
export interface State {
  readonly identity: Identity;
  readonly users: Readonly<Record<string, User>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly usergroups: Readonly<Record<string, Usergroup>>;
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly views: Readonly<Record<string, View>>;
  /** Per person the open modal's views, root first. */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  /** Per person the id of the published Home view. */
  readonly homes: Readonly<Record<string, string>>;
  /** What a person has typed or chosen so far, by surface. */
  readonly inputs: Readonly<Record<string, SurfaceValues>>;
  /** Options last offered by the bot to an external select, by surface, block and action. */
  readonly suggestedOptions: Readonly<Record<string, readonly JsonObject[]>>;
  readonly triggers: Readonly<Record<string, Trigger>>;
  readonly responseUrls: Readonly<Record<string, ResponseUrl>>;
  readonly files: Readonly<Record<string, File>>;
  /** What Slack itself tells a person: a command that failed, a button that did not work. */
  readonly notices: Readonly<Record<string, readonly Notice[]>>;
  /** Why the bot's token no longer works, if it does not. */
  readonly revoked?: 'token_revoked' | 'account_inactive';
  readonly idCount: number;
  /** Microseconds of the newest message timestamp: no two messages share one. */
  readonly lastTs: number;
}

/** Who the workspace and the one app in it are. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly domain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
}

export interface User {
  readonly id: string;
  /** The handle, lower case, as in @kim. */
  readonly name: string;
  readonly realName: string;
  readonly locale: string;
  readonly tz: string;
  readonly isBot: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: readonly string[];
}

export interface Usergroup {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly members: readonly string[];
}

export interface Message {
  readonly ts: string;
  readonly channel: string;
  readonly author: string;
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly attachments: readonly JsonObject[];
  readonly files: readonly string[];
  readonly threadTs?: string;
  /** A reply that is shown in the conversation as well. */
  readonly broadcast?: true;
  readonly editedTs?: string;
  /** An ephemeral message: nobody but this person sees it. */
  readonly ephemeralUser?: string;
  /** The command that it answers. */
  readonly inReplyTo?: CommandInvocation;
  readonly metadata?: JsonObject | undefined;
}

export interface View {
  readonly id: string;
  readonly owner: string;
  readonly kind: 'modal' | 'home';
  /** What the bot sent, with generated block and action ids filled in. */
  readonly payload: JsonObject;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
  /** Under each input block, why the last submission was refused. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's own sentence when the bot's answer was unusable. */
  readonly trouble?: string;
}

export type SurfaceValues = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

interface Trigger {
  readonly user: string;
  readonly issuedAt: number;
  readonly exchanged: boolean;
}

export interface ResponseUrl {
  readonly user: string;
  readonly channel: string;
  readonly issuedAt: number;
  readonly uses: number;
  /** The message whose button was pressed; none for a command. */
  readonly messageTs?: string;
  /** The command, as it was typed. */
  readonly line?: string;
}

/** A command, and who typed it. */
export interface CommandInvocation {
  readonly user: string;
  readonly line: string;
}

export interface File {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly size: number;
  readonly uploadToken: string;
  readonly altText?: string;
  /** Base64; absent until uploaded. */
  readonly content?: string;
  readonly shared: boolean;
}

export interface Notice {
  readonly at: number;
  readonly channel?: string;
  /** Slack's code: operation_timeout, dispatch_failed, invalid_command_response … */
  readonly code: string;
  readonly text: string;
}

/** A transition's result: the workspace after it, and what came of it. */
export interface Transition<T> {
  readonly state: State;
  readonly value: T;
}

/** A transition that Slack would refuse, with Slack's own error code. */
export interface Refused {
  readonly refused: string;
  readonly messages?: readonly string[];
}

export function isRefused(outcome: object): outcome is Refused {
  return 'refused' in outcome;
}
