import type { KnownBlock, View } from '@slack/types';
import { ErrorCode, WebClient } from '@slack/web-api';
import type { Meters } from '../meters.js';
import type { Message } from './draw/messages.js';
import { silentLogger } from './logger.js';

/** A file, with what is said about it: its title and, of a picture, what it shows for whoever cannot see it. */
export interface Upload {
  readonly name: string;
  readonly title: string;
  /** What a picture shows; only pictures have one. */
  readonly altText?: string;
  /** What is said above it, in mrkdwn. */
  readonly comment?: string;
  /** The message that it hangs on. */
  readonly threadTs?: string;
  readonly bytes: Uint8Array;
}

/** The ways in which this room speaks to Slack's Web API. */
export interface Web {
  /** Opens a modal at once: the trigger lives for three seconds, so there is no second try. Answers the view's id. */
  openView(trigger: string, view: View): Promise<string>;
  /** With a hash: unless the view has become another since; then whatever made it another has the last word. */
  updateView(viewId: string, view: View, hash?: string): Promise<void>;
  /** With a hash: unless the Home tab has become another since; then whatever made it another has the last word. */
  publishHome(user: string, view: View, hash?: string): Promise<void>;
  /** Shows a picture, or hangs a file on a message, in a conversation that the bot is in. */
  upload(channel: string, upload: Upload): Promise<void>;
  /** Answers the message's ts. `id` goes with it, unseen, so that it can be found again. */
  post(channel: string, message: Message, id: string): Promise<string>;
  /** The ts of our message that carries `id`, if it was taken between these instants; null: it stands nowhere there. */
  find(channel: string, id: string, between: Between): Promise<string | null>;
  update(channel: string, ts: string, message: Message): Promise<void>;
  /** The direct conversation with a person. */
  directMessage(user: string): Promise<string>;
  user(id: string): Promise<{ readonly locale?: string; readonly timeZone?: string }>;
  membersOf(userGroup: string): Promise<readonly string[]>;
  /** Throws when the token is not good. Answers who the bot is. */
  identity(): Promise<{ readonly botId: string; readonly botUserId: string; readonly teamId: string }>;
}

/** Instants, the latter included. */
export interface Between {
  readonly from: Date;
  readonly to: Date;
}

/** How long Slack may take to answer, in milliseconds. */
export const patience = 10_000;
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
    updateView: (view_id, view, hash) =>
      unlessConflict(hash, () => calm.views.update({ view_id, view, ...(hash && { hash }) })),
    publishHome: (user_id, view, hash) =>
      unlessConflict(hash, () => calm.views.publish({ user_id, view, ...(hash && { hash }) })),
    upload: (channel, it) => upload(calm, channel, it),
    async post(channel, message, id) {
      const metadata = { event_type: messageEvent, event_payload: { id } };
      const { ts } = await calm.chat.postMessage({ channel, ...said(message), metadata });
      if (!ts) throw new Error('Slack took a message, and did not say where it stands.');
      return ts;
    },
    find: (channel, id, between) => find(calm, { channel, id, between }),
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

/** What our messages carry is kept under this name. */
const messageEvent = 'imapp_message';

/** Looks through all that was said in the conversation in that time. */
async function find(
  client: WebClient,
  { channel, id, between }: { channel: string; id: string; between: Between },
): Promise<string | null> {
  const seconds = (at: Date) => (at.getTime() / 1000).toFixed(6);
  const span = { oldest: seconds(between.from), latest: seconds(between.to), inclusive: true };
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel,
      ...span,
      include_all_metadata: true,
      limit: 200,
      ...(cursor && { cursor }),
    });
    const ours = page.messages?.find(({ metadata }) => {
      const { id: carried } = (metadata?.event_payload ?? {}) as { id?: unknown };
      return metadata?.event_type === messageEvent && carried === id;
    });
    if (ours?.ts) return ours.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

async function unlessConflict(hash: string | undefined, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (hash === undefined || slackError(error) !== 'hash_conflict') throw error;
  }
}

/** In Slack's three steps. Its client has them in one, but under a name of the alt text that Slack does not read. */
async function upload(client: WebClient, channel_id: string, it: Upload): Promise<void> {
  const { name, title, altText, comment: initial_comment, threadTs: thread_ts, bytes } = it;
  const announced = { filename: name, length: bytes.length, ...(altText !== undefined && { alt_txt: altText }) };
  const place = await client.apiCall('files.getUploadURLExternal', announced);
  const { upload_url = '', file_id = '' } = place as { upload_url?: string; file_id?: string };
  const body = new Blob([new Uint8Array(bytes)]);
  const { ok, status } = await fetch(upload_url, { method: 'POST', body, signal: AbortSignal.timeout(patience) });
  if (!ok) throw new Error(`Slack answered ${status} to the bytes of ${name}.`);
  await client.files.completeUploadExternal({
    files: [{ id: file_id, title }],
    channel_id,
    ...(initial_comment && { initial_comment }),
    ...(thread_ts && { thread_ts }),
  });
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
  'restricted_action',
  'invalid_arguments',
  'invalid_blocks_format',
  'invalid_metadata_format',
  'msg_blocks_too_long',
  'edit_window_closed',
]);

/** The name of Slack's refusal, or null when it was something else, such as no answer. */
export function slackError(error: unknown): string | null {
  const { code, data } = (error ?? {}) as { code?: string; data?: { error?: string } };
  return code === ErrorCode.PlatformError ? (data?.error ?? 'unknown') : null;
}

/** How long Slack asks us to wait, in milliseconds; null: it does not. It has not taken what it was asked to. */
export function askedToWait(error: unknown): number | null {
  const { code, retryAfter } = (error ?? {}) as { code?: string; retryAfter?: number };
  return code === ErrorCode.RateLimitedError ? (retryAfter ?? 1) * 1000 : null;
}

/** Whether Slack refused for good. */
export function isPermanent(error: unknown): boolean {
  return permanent.has(slackError(error) ?? '');
}
