import type { KnownBlock, View } from '@slack/types';
import { ErrorCode, type RetryOptions, type UsersInfoResponse, WebClient } from '@slack/web-api';
import type { Metrics } from '../observability/metrics.js';
import { type Account, OrgInstallError, type Workspace } from './identity.js';
import { silentLogger } from './logger.js';
import { observedFetch, type SlackAnswer } from './observed-fetch.js';
import type { Message } from './render/messages.js';

export interface Upload {
  readonly name: string;
  readonly title: string;
  /** Description of an image; absent for other files. */
  readonly altText?: string;
  /** Text above the file, in mrkdwn. */
  readonly comment?: string;
  /** The ts of the message to attach the file to. */
  readonly threadTs?: string;
  readonly bytes: Uint8Array;
}

/** What the bot calls of Slack's Web API. */
export interface SlackClient {
  /** Opens a modal and returns the view's id. Never retried: the trigger expires after three seconds. */
  openView(triggerId: string, view: View): Promise<string>;
  /** Does nothing if the user has closed the view or, with a hash, if the view has changed since. */
  updateView(viewId: string, view: View, hash?: string): Promise<void>;
  /** With a hash: does nothing if the Home tab has changed since. */
  publishHome(user: string, view: View, hash?: string): Promise<void>;
  /** Shows an image, or attaches a file to a message, in a conversation that the bot is in. */
  upload(channel: string, upload: Upload): Promise<void>;
  /** The bytes of a file that a user uploaded into a modal. Throws if it is larger than `maxBytes`. */
  download(file: UploadedFile, maxBytes: number): Promise<Uint8Array>;
  /** Returns the message's ts; null if Slack took the message but does not say where it is. */
  post(channel: string, message: Message, options: PostOptions): Promise<string | null>;
  /** The ts of our message with this id, if it was posted in this time; otherwise null. */
  find(channel: string, id: string, range: TimeRange): Promise<string | null>;
  update(channel: string, ts: string, message: Message): Promise<void>;
  /** Whether the bot itself has replied to a message, with text or a file. */
  hasReplied(channel: string, ts: string): Promise<boolean>;
  /** The channel id of the direct conversation with a user. */
  directMessage(user: string): Promise<string>;
  user(id: string): Promise<{ readonly locale?: string; readonly timeZone?: string; readonly account: Account }>;
  membersOf(userGroup: string): Promise<readonly string[]>;
  /** Where the bot is installed. Throws when the token is not valid, and an OrgInstallError for an organization. */
  authenticate(): Promise<Workspace>;
  /** Throws when the bot is not in the channel, or may not know whether it is. Posts nothing. */
  checkMembership(channel: string): Promise<void>;
}

/** A file that a user has uploaded into a modal. */
export interface UploadedFile {
  readonly name: string;
  readonly url: string;
}

export interface PostOptions {
  /** Sent as metadata, so that the message can be found again. */
  readonly id: string;
  /** The ts of the message to reply to; null: not a reply. */
  readonly threadTs: string | null;
}

/** `to` is included. */
export interface TimeRange {
  readonly from: Date;
  readonly to: Date;
}

export const requestTimeoutMs = 10_000;
/** A trigger expires after three seconds. */
const triggerTimeoutMs = 2_000;
/** Short, because there are defaults: the default language, and no members. */
const profileTimeoutMs = 1_000;

/** Every call has a timeout; only idempotent calls are retried. `onAnswer` is called for every answer of Slack. */
export function createSlackClient(
  token: string,
  slackApiUrl: string,
  onAnswer: (answer: SlackAnswer) => void = () => {},
): SlackClient {
  const fetchAndObserve = observedFetch(onAnswer);
  const webClient = (timeout: number, retryConfig: RetryOptions = { retries: 0 }) =>
    new WebClient(token, {
      slackApiUrl,
      timeout,
      retryConfig,
      rejectRateLimitedCalls: true,
      logger: silentLogger,
      fetch: fetchAndObserve,
    });
  const client = webClient(requestTimeoutMs);
  const triggerClient = webClient(triggerTimeoutMs);
  const profileClient = webClient(profileTimeoutMs);
  const retryingClient = webClient(requestTimeoutMs, { retries: 2, minTimeout: 250, factor: 4 });
  return {
    openView: async (trigger_id, view) => (await triggerClient.views.open({ trigger_id, view })).view?.id ?? '',
    updateView: (view_id, view, hash) =>
      unlessStale(() => retryingClient.views.update({ view_id, view, ...(hash && { hash }) })),
    publishHome: (user_id, view, hash) =>
      unlessStale(() => client.views.publish({ user_id, view, ...(hash && { hash }) })),
    upload: (channel, file) => upload(client, channel, file),
    download: (file, maxBytes) => download(file, { token, slackApiUrl, maxBytes }),
    post: (channel, message, { id, threadTs }) =>
      post(client, { channel, ...messageArguments(message), metadata: messageMetadata(id) }, threadTs),
    find: (channel, id, range) => findMessage(client, { channel, id, range }),
    update: async (channel, ts, message) =>
      void (await client.chat.update({ channel, ts, ...messageArguments(message) })),
    hasReplied: (channel, ts) => hasReplied(client, { channel, ts }),
    directMessage: async (users) => (await client.conversations.open({ users })).channel?.id ?? '',
    async user(id) {
      const { user } = await profileClient.users.info({ user: id, include_locale: true });
      return {
        ...(user?.locale && { locale: user.locale }),
        ...(user?.tz && { timeZone: user.tz }),
        account: accountOf(user),
      };
    },
    membersOf: async (usergroup) => (await profileClient.usergroups.users.list({ usergroup })).users ?? [],
    authenticate: () => authenticate(client),
    checkMembership: async (channel) => void (await client.conversations.history({ channel, limit: 1 })),
  };
}

async function authenticate(client: WebClient): Promise<Workspace> {
  const { team_id, enterprise_id, user_id, bot_id, is_enterprise_install } = await client.auth.test();
  if (is_enterprise_install) throw new OrgInstallError();
  if (!team_id || !user_id) throw new Error('Slack does not say which workspace the bot token is for.');
  const appId = bot_id ? await appOf(client, bot_id) : null;
  return { teamId: team_id, enterpriseId: enterprise_id ?? null, appId, botUserId: user_id };
}

/** Null if Slack does not tell it: then the signature or the socket alone says that a request is for this app. */
async function appOf(client: WebClient, bot: string): Promise<string | null> {
  try {
    return (await client.bots.info({ bot })).bot?.app_id ?? null;
  } catch (error) {
    if (slackError(error) === null) throw error;
    return null;
  }
}

function accountOf(user: UsersInfoResponse['user']): Account {
  return {
    teamId: user?.team_id ?? null,
    enterpriseId: user?.enterprise_user?.enterprise_id ?? null,
    enterpriseTeams: user?.enterprise_user?.teams ?? [],
    isGuest: Boolean(user?.is_restricted || user?.is_ultra_restricted),
    isOutsider: Boolean(user?.deleted || user?.is_stranger),
  };
}

/** Slack's errors for a message that cannot be replied to (any more). */
const cannotReplyErrors = new Set(['cannot_reply_to_message', 'thread_not_found', 'restricted_action_thread_locked']);

/** Posts a reply that is also shown in the channel; as a message of its own if Slack does not allow a reply. */
async function post(client: WebClient, message: PostArguments, threadTs: string | null): Promise<string | null> {
  try {
    const { ts } = await client.chat.postMessage(
      threadTs === null ? message : { ...message, thread_ts: threadTs, reply_broadcast: true },
    );
    return ts ?? null;
  } catch (error) {
    if (threadTs === null || !cannotReplyErrors.has(slackError(error) ?? '')) throw error;
    return post(client, message, null);
  }
}

/** The view has changed since, or was closed: not a failure, because the update is no longer needed. */
const staleViewErrors = new Set(['hash_conflict', 'not_found']);

async function unlessStale(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!staleViewErrors.has(slackError(error) ?? '')) throw error;
  }
}

/** Slack's three steps. `filesUploadV2` would do them, but sends the alt text under a name that Slack does not read. */
async function upload(client: WebClient, channel_id: string, file: Upload): Promise<void> {
  const { name, title, altText, comment: initial_comment, threadTs: thread_ts, bytes } = file;
  const request = { filename: name, length: bytes.length, ...(altText !== undefined && { alt_txt: altText }) };
  const answer = await client.apiCall('files.getUploadURLExternal', request);
  const { upload_url = '', file_id = '' } = answer as { upload_url?: string; file_id?: string };
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

interface DownloadOptions {
  readonly token: string;
  readonly slackApiUrl: string;
  readonly maxBytes: number;
}

/** The token goes to Slack alone, whatever the URL says. */
async function download(
  { name, url }: UploadedFile,
  { token, slackApiUrl, maxBytes }: DownloadOptions,
): Promise<Uint8Array> {
  const { origin, protocol, hostname } = new URL(url);
  const isSlack = protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com'));
  if (!isSlack && origin !== new URL(slackApiUrl).origin) throw new Error(`The file ${name} is not at Slack.`);
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${token}` },
    redirect: 'error',
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  if (!response.ok || !response.body) throw new Error(`Slack answered ${response.status} for the file ${name}.`);
  // Without the scope files:read Slack answers with a page to sign in.
  if (/^text\/html/.test(response.headers.get('content-type') ?? ''))
    throw new Error('Slack does not let the bot read files. Does the app have the scope files:read?');
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`The file ${name} has more than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const messageEventType = 'imapp_message';

function messageMetadata(id: string) {
  return { event_type: messageEventType, event_payload: { id } };
}

interface FindMessageOptions {
  readonly channel: string;
  readonly id: string;
  readonly range: TimeRange;
}

/** Reads all messages of the conversation in that time. */
async function findMessage(client: WebClient, { channel, id, range }: FindMessageOptions): Promise<string | null> {
  const seconds = (at: Date) => (at.getTime() / 1000).toFixed(6);
  const window = { oldest: seconds(range.from), latest: seconds(range.to), inclusive: true };
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel,
      ...window,
      include_all_metadata: true,
      limit: 200,
      ...(cursor && { cursor }),
    });
    const message = page.messages?.find(({ metadata }) => {
      const { id: foundId } = (metadata?.event_payload ?? {}) as { id?: unknown };
      return metadata?.event_type === messageEventType && foundId === id;
    });
    if (message?.ts) return message.ts;
    cursor = page.response_metadata?.next_cursor || undefined;
  } while (cursor !== undefined);
  return null;
}

/**
 * Reads `reply_users` of the message itself: a bot may not read threads in channels
 * (https://docs.slack.dev/reference/methods/conversations.replies).
 */
async function hasReplied(
  client: WebClient,
  { channel, ts }: { readonly channel: string; readonly ts: string },
): Promise<boolean> {
  const [{ user_id = '', bot_id = '' }, { messages = [] }] = await Promise.all([
    client.auth.test(),
    client.conversations.history({ channel, oldest: ts, latest: ts, inclusive: true, limit: 1 }),
  ]);
  return messages.some(
    (message) => message.ts === ts && message.reply_users?.some((user) => user === user_id || user === bot_id),
  );
}

/** The same client, counting whether Slack takes the messages posted. */
export function withMessageMetrics(client: SlackClient, metrics: Metrics): SlackClient {
  return {
    ...client,
    async post(...message) {
      try {
        const ts = await client.post(...message);
        metrics.message('posted');
        return ts;
      } catch (error) {
        metrics.message('failed');
        throw error;
      }
    },
  };
}

type PostArguments = ReturnType<typeof messageArguments> & {
  readonly channel: string;
  readonly metadata: ReturnType<typeof messageMetadata>;
};

function messageArguments({ text, blocks }: Message): {
  text: string;
  blocks: KnownBlock[];
  unfurl_links: false;
  unfurl_media: false;
} {
  return { text, blocks, unfurl_links: false, unfurl_media: false };
}

/** The `error` of Slack's response; null for any other failure, such as no response. */
export function slackError(error: unknown): string | null {
  const { code, data } = (error ?? {}) as { code?: string; data?: { error?: string } };
  return code === ErrorCode.PlatformError ? (data?.error ?? 'unknown') : null;
}

/** Slack asks for seconds, rarely for a minute. What is longer is no sensible answer, and nobody would notice it. */
const maxRetryAfterMs = 300_000;

/**
 * How long Slack wants us to wait, in milliseconds, at most five minutes; null if the request was not rate limited. What
 * is no positive number counts as a second. A rate-limited request had no effect.
 */
export function retryAfterMs(error: unknown): number | null {
  const { code, retryAfter = 1 } = (error ?? {}) as { code?: string; retryAfter?: number };
  if (code !== ErrorCode.RateLimitedError) return null;
  return retryAfter > 0 ? Math.min(retryAfter * 1000, maxRetryAfterMs) : 1000;
}
