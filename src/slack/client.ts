import type { KnownBlock, View } from '@slack/types';
import { ErrorCode, type RetryOptions, WebClient } from '@slack/web-api';
import type { Metrics } from '../observability/meters.js';
import { type Between, findMessage, hasReplied, messageMetadata } from './find.js';
import { silentLogger } from './logger.js';
import type { Message } from './render/messages.js';

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
export interface SlackClient {
  /** Opens a modal at once: the trigger lives for three seconds, so there is no second try. Answers the view's id. */
  openView(trigger: string, view: View): Promise<string>;
  /**
   * Unless the person has closed it. With a hash: unless the view has become another since; then whatever made it
   * another has the last word.
   */
  updateView(viewId: string, view: View, hash?: string): Promise<void>;
  /** With a hash: unless the Home tab has become another since; then whatever made it another has the last word. */
  publishHome(user: string, view: View, hash?: string): Promise<void>;
  /** Shows a picture, or hangs a file on a message, in a conversation that the bot is in. */
  upload(channel: string, upload: Upload): Promise<void>;
  /** Answers the message's ts. */
  post(channel: string, message: Message, how: Posting): Promise<string>;
  /** The ts of our message that carries `id`, if it was taken between these instants; null: it stands nowhere there. */
  find(channel: string, id: string, between: Between): Promise<string | null>;
  update(channel: string, ts: string, message: Message): Promise<void>;
  /** Whether the bot itself has replied to a message, be it with a file. */
  hasReplied(channel: string, ts: string): Promise<boolean>;
  /** The direct conversation with a person. */
  directMessage(user: string): Promise<string>;
  user(id: string): Promise<{ readonly locale?: string; readonly timeZone?: string }>;
  membersOf(userGroup: string): Promise<readonly string[]>;
  /** Throws when the token is not good. */
  authenticate(): Promise<void>;
}

export interface Posting {
  /** Goes with the message, unseen, so that it can be found again. */
  readonly id: string;
  /** The ts of the message that it replies to; null: none. */
  readonly threadTs: string | null;
}

/** How long Slack may take to answer, in milliseconds. */
export const requestTimeoutMs = 10_000;
/** A trigger lives for three seconds. */
const triggerTimeoutMs = 2_000;
/** Without Slack's word the default language will do, and nobody waits for it. */
const profileTimeoutMs = 1_000;

/** Slack's Web API. Nothing here waits for ever, and only what may be done twice is tried again. */
export function createSlackClient(token: string, slackApiUrl: string): SlackClient {
  const client = (timeout: number, retryConfig: RetryOptions = { retries: 0 }) =>
    new WebClient(token, {
      slackApiUrl,
      timeout,
      retryConfig,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
    });
  const [calm, quick, brief] = [client(requestTimeoutMs), client(triggerTimeoutMs), client(profileTimeoutMs)];
  const again = client(requestTimeoutMs, { retries: 2, minTimeout: 250, factor: 4 });
  return {
    openView: async (trigger_id, view) => (await quick.views.open({ trigger_id, view })).view?.id ?? '',
    updateView: (view_id, view, hash) =>
      unlessStale(() => again.views.update({ view_id, view, ...(hash && { hash }) })),
    publishHome: (user_id, view, hash) =>
      unlessStale(() => calm.views.publish({ user_id, view, ...(hash && { hash }) })),
    upload: (channel, it) => upload(calm, channel, it),
    post: (channel, message, how) =>
      post(calm, { channel, ...said(message), metadata: messageMetadata(how.id) }, how.threadTs),
    find: (channel, id, between) => findMessage(calm, { channel, id, between }),
    update: async (channel, ts, message) => void (await calm.chat.update({ channel, ts, ...said(message) })),
    hasReplied: (channel, ts) => hasReplied(calm, { channel, ts }),
    directMessage: async (users) => (await calm.conversations.open({ users })).channel?.id ?? '',
    async user(id) {
      const { user } = await brief.users.info({ user: id, include_locale: true });
      return { ...(user?.locale && { locale: user.locale }), ...(user?.tz && { timeZone: user.tz }) };
    },
    membersOf: async (usergroup) => (await brief.usergroups.users.list({ usergroup })).users ?? [],
    authenticate: async () => void (await calm.auth.test()),
  };
}

/** Slack's own words that a message cannot be replied to (any more). */
const unanswerable = new Set(['cannot_reply_to_message', 'thread_not_found', 'restricted_action_thread_locked']);

/** As a reply that is shown in the conversation as well; where there can be no reply, by itself. */
async function post(client: WebClient, message: Posted, threadTs: string | null): Promise<string> {
  try {
    const { ts } = await client.chat.postMessage(
      threadTs === null ? message : { ...message, thread_ts: threadTs, reply_broadcast: true },
    );
    if (!ts) throw new Error('Slack took a message, and did not say where it stands.');
    return ts;
  } catch (error) {
    if (threadTs === null || !unanswerable.has(slackError(error) ?? '')) throw error;
    return post(client, message, null);
  }
}

/** The view has become another since, or was closed: no failure, and nobody waits for what it should have shown. */
const staleViewErrors = new Set(['hash_conflict', 'not_found']);

async function unlessStale(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!staleViewErrors.has(slackError(error) ?? '')) throw error;
  }
}

/** In Slack's three steps. Its client has them in one, but under a name of the alt text that Slack does not read. */
async function upload(client: WebClient, channel_id: string, it: Upload): Promise<void> {
  const { name, title, altText, comment: initial_comment, threadTs: thread_ts, bytes } = it;
  const announced = { filename: name, length: bytes.length, ...(altText !== undefined && { alt_txt: altText }) };
  const place = await client.apiCall('files.getUploadURLExternal', announced);
  const { upload_url = '', file_id = '' } = place as { upload_url?: string; file_id?: string };
  const body = new Blob([new Uint8Array(bytes)]);
  const { ok, status } = await fetch(upload_url, {
    method: 'POST',
    body,
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!ok) throw new Error(`Slack answered ${status} to the bytes of ${name}.`);
  await client.files.completeUploadExternal({
    files: [{ id: file_id, title }],
    channel_id,
    ...(initial_comment && { initial_comment }),
    ...(thread_ts && { thread_ts }),
  });
}

/** The same ways; whether Slack takes a message is counted. */
export function counted(client: SlackClient, metrics: Metrics): SlackClient {
  return {
    ...client,
    async post(...message) {
      try {
        const ts = await client.post(...message);
        metrics.message('said');
        return ts;
      } catch (error) {
        metrics.message('failed');
        throw error;
      }
    },
  };
}

type Posted = ReturnType<typeof said> & {
  readonly channel: string;
  readonly metadata: ReturnType<typeof messageMetadata>;
};

function said({ text, blocks }: Message): {
  text: string;
  blocks: KnownBlock[];
  unfurl_links: false;
  unfurl_media: false;
} {
  return { text, blocks, unfurl_links: false, unfurl_media: false };
}

/** The name of Slack's refusal, or null when it was something else, such as no answer. */
export function slackError(error: unknown): string | null {
  const { code, data } = (error ?? {}) as { code?: string; data?: { error?: string } };
  return code === ErrorCode.PlatformError ? (data?.error ?? 'unknown') : null;
}

/** How long Slack asks us to wait, in milliseconds; null: it does not. It has not taken what it was asked to. */
export function retryAfterMs(error: unknown): number | null {
  const { code, retryAfter } = (error ?? {}) as { code?: string; retryAfter?: number };
  return code === ErrorCode.RateLimitedError ? (retryAfter ?? 1) * 1000 : null;
}
