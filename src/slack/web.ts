import type { KnownBlock, View } from '@slack/types';
import { ErrorCode, WebClient } from '@slack/web-api';
import type { Meters } from '../meters.js';
import type { Message } from './draw/messages.js';
import { silentLogger } from './logger.js';

/** The ways in which this room speaks to Slack's Web API. */
export interface Web {
  /** Opens a modal at once: the trigger lives for three seconds, so there is no second try. Answers the view's id. */
  openView(trigger: string, view: View): Promise<string>;
  /** With a hash: unless the view has become another since; then whatever made it another has the last word. */
  updateView(viewId: string, view: View, hash?: string): Promise<void>;
  publishHome(user: string, view: View): Promise<void>;
  /** Answers the message's ts. */
  post(channel: string, message: Message): Promise<string>;
  update(channel: string, ts: string, message: Message): Promise<void>;
  /** The direct conversation with a person. */
  directMessage(user: string): Promise<string>;
  user(id: string): Promise<{ readonly locale?: string; readonly timeZone?: string }>;
  membersOf(userGroup: string): Promise<readonly string[]>;
  /** Throws when the token is not good. Answers who the bot is. */
  identity(): Promise<{ readonly botId: string; readonly botUserId: string; readonly teamId: string }>;
}

const patience = 10_000;
/** A trigger lives for three seconds. */
const hurry = 2_000;
/** Without Slack's word the default language will do, and nobody waits for it. */
const impatience = 1_000;

/** Slack's Web API. Nothing here waits for ever, and only what may be done twice is tried again. */
export function openWeb(token: string, slackApiUrl: string): Web {
  const client = (timeout: number) =>
    new WebClient(token, {
      slackApiUrl,
      timeout,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
  const [calm, quick, brief] = [client(patience), client(hurry), client(impatience)];
  return {
    openView: async (trigger_id, view) => (await quick.views.open({ trigger_id, view })).view?.id ?? '',
    async updateView(view_id, view, hash) {
      try {
        await calm.views.update({ view_id, view, ...(hash && { hash }) });
      } catch (error) {
        if (hash === undefined || slackError(error) !== 'hash_conflict') throw error;
      }
    },
    publishHome: async (user_id, view) => void (await calm.views.publish({ user_id, view })),
    post: async (channel, message) => (await calm.chat.postMessage({ channel, ...said(message) })).ts ?? '',
    update: async (channel, ts, message) => void (await calm.chat.update({ channel, ts, ...said(message) })),
    directMessage: async (users) => (await calm.conversations.open({ users })).channel?.id ?? '',
    async user(id) {
      const { user } = await brief.users.info({ user: id, include_locale: true });
      return { ...(user?.locale && { locale: user.locale }), ...(user?.tz && { timeZone: user.tz }) };
    },
    membersOf: async (usergroup) => (await brief.usergroups.users.list({ usergroup })).users ?? [],
    async identity() {
      const { bot_id = '', user_id = '', team_id = '' } = await calm.auth.test();
      return { botId: bot_id, botUserId: user_id, teamId: team_id };
    },
  };
}

/** The same ways; whether Slack takes a message is counted. */
export function counted(web: Web, meters: Meters): Web {
  return {
    ...web,
    async post(...message) {
      try {
        const ts = await web.post(...message);
        meters.message('said');
        return ts;
      } catch (error) {
        meters.message('failed');
        throw error;
      }
    },
  };
}

function said({ text, blocks }: Message): {
  text: string;
  blocks: KnownBlock[];
  unfurl_links: false;
  unfurl_media: false;
} {
  return { text, blocks, unfurl_links: false, unfurl_media: false };
}

/** Slack's own words that trying again would not help: the channel or person is gone, or was never there. */
const permanent = new Set([
  'channel_not_found',
  'not_in_channel',
  'is_archived',
  'user_not_found',
  'message_not_found',
  'cant_update_message',
  'users_not_found',
  'cannot_dm_bot',
  'invalid_blocks',
  'msg_too_long',
  'missing_scope',
  'account_inactive',
]);

/** The name of Slack's refusal, or null when it was something else, such as no answer. */
export function slackError(error: unknown): string | null {
  const { code, data } = (error ?? {}) as { code?: string; data?: { error?: string } };
  return code === ErrorCode.PlatformError ? (data?.error ?? 'unknown') : null;
}

/** Whether Slack refused for good. */
export function isPermanent(error: unknown): boolean {
  return permanent.has(slackError(error) ?? '');
}
