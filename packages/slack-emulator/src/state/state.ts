import type { JsonObject } from '../json.js';

/** State of a workspace: JSON-safe, immutable, changed by the functions of this folder. */
export interface State {
  readonly identity: Identity;
  readonly users: Readonly<Record<string, User>>;
  readonly channels: Readonly<Record<string, Channel>>;
  readonly usergroups: Readonly<Record<string, Usergroup>>;
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly views: Readonly<Record<string, View>>;
  /** Ids of the views of the open modal, root first, by user. */
  readonly stacks: Readonly<Record<string, readonly string[]>>;
  /** Id of the published Home view, by user. */
  readonly homes: Readonly<Record<string, string>>;
  /** What users have entered or selected, by `surfaceKey`. */
  readonly inputs: Readonly<Record<string, SurfaceValues>>;
  /** Options last returned for an external select, by `suggestionKey`. */
  readonly suggestedOptions: Readonly<Record<string, readonly JsonObject[]>>;
  readonly triggers: Readonly<Record<string, Trigger>>;
  readonly responseUrls: Readonly<Record<string, ResponseUrl>>;
  readonly files: Readonly<Record<string, File>>;
  /** Slackbot notices, such as a failed command, by user. */
  readonly notices: Readonly<Record<string, readonly Notice[]>>;
  /** Why the bot token no longer works; undefined while it does. */
  readonly revoked?: 'token_revoked' | 'account_inactive';
  readonly idCount: number;
  /** Newest timestamp issued, in microseconds: none is issued twice. */
  readonly lastTs: number;
}

/** Ids and names of the workspace and of the app installed in it. */
export interface Identity {
  readonly teamId: string;
  readonly teamName: string;
  readonly domain: string;
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** The Enterprise Grid organization that the workspace is in. */
  readonly enterpriseId?: string;
  /** The app is installed in the whole organization, not in this workspace alone. */
  readonly isOrgInstall?: boolean;
}

export interface User {
  readonly id: string;
  /** Handle without @, lower case. */
  readonly name: string;
  readonly realName: string;
  readonly locale: string;
  readonly tz: string;
  readonly isBot: boolean;
  /** Of another workspace: known through shared channels. Default: this workspace. */
  readonly teamId?: string;
  /** The workspaces of the organization that the user is in. Absent: not a user of the organization. */
  readonly enterpriseTeams?: readonly string[];
  /** A guest of this workspace, in several channels or in one. */
  readonly guest?: 'multi-channel' | 'single-channel';
  readonly isDeactivated?: boolean;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  readonly members: readonly string[];
  /** Shared with other workspaces by Slack Connect. */
  readonly isShared?: boolean;
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
  /** A thread reply that was also sent to the channel. */
  readonly broadcast?: true;
  readonly editedTs?: string;
  /** Ephemeral: visible to this user only. */
  readonly ephemeralUser?: string;
  /** The slash command that it responds to. */
  readonly inReplyTo?: CommandInvocation;
  readonly metadata?: JsonObject | undefined;
}

export interface View {
  readonly id: string;
  readonly owner: string;
  readonly kind: 'modal' | 'home';
  /** The payload of the bot, with missing ids generated. */
  readonly payload: JsonObject;
  readonly hash: string;
  readonly rootId: string;
  readonly previousId?: string;
  /** Errors of the last submission, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** Slack's message if the response to the submission was missing or invalid. */
  readonly connectionError?: string;
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
  /** The message of the interaction; undefined for a command. */
  readonly messageTs?: string;
  /** The command, as typed. */
  readonly command?: string;
}

/** A slash command and the user who ran it. */
export interface CommandInvocation {
  readonly user: string;
  readonly command: string;
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
  /** The user who uploaded it into a modal, and the origin of its URL; absent for files of the bot. */
  readonly owner?: string;
  readonly origin?: string;
}

export interface Notice {
  readonly at: number;
  readonly channel?: string;
  /** Slack's code: operation_timeout, dispatch_failed, invalid_command_response … */
  readonly code: string;
  readonly text: string;
}

/** The result of a transition: the next state and a value. */
export interface Transition<T> {
  readonly state: State;
  readonly value: T;
}

/** A transition that Slack would refuse, with its error code. */
export interface Refused {
  readonly refused: string;
  readonly messages?: readonly string[];
}

export function isRefused(outcome: object): outcome is Refused {
  return 'refused' in outcome;
}
