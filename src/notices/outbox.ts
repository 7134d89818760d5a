import type { ServiceContext } from '../changes/context.js';
import type { Database } from '../database/client.js';
import { Prisma } from '../database/generated/client.js';
import type { Language } from '../i18n/language.js';
import type { NoticeKindId } from './kinds.js';
import type { NoticePayload } from './notice.js';
import { type MessageNotice, type MessageRef, nextPending, noticesOf, type PendingMessage } from './pending-message.js';
import { requestUpdate } from './resolve.js';

/** A notice with a message of its own. Adding it again does nothing. `channel` is the id of a channel or user. */
export interface NewNotice {
  readonly dedupeKey: string;
  readonly kind: NoticeKindId;
  readonly sdkAppId: number;
  readonly channel: string;
  readonly language: Language;
  readonly payload: NoticePayload;
}

/** How a message was posted. */
interface PostResult {
  readonly ref: MessageRef;
  readonly at: Date;
  /** It was found in Slack, posted by an earlier attempt, and may show an earlier version. */
  readonly found: boolean;
  /** A file is still to be attached to it. */
  readonly file: boolean;
}

/** The messages to be posted and updated in Slack, and what was done with each, so that each is posted exactly once. */
export interface Outbox {
  add(notices: readonly NewNotice[]): Promise<void>;
  /** Requests an update of the messages of these kinds about a change. */
  updateChangeMessages(changeId: string, kinds: readonly string[]): Promise<void>;
  /** The next message to be posted to, or updated in, a channel or direct message; null when there is none. */
  next(recipient: string): Promise<PendingMessage | null>;
  /** Every notice of a message, in order, in batches. */
  noticesOf(message: PendingMessage): AsyncGenerator<readonly MessageNotice[]>;
  /**
   * Called before a message is posted; from then on it may be in Slack. `at` null: Slack has definitely not taken it.
   * Returns false, and records nothing, when the message was updated or attempted by another process meanwhile.
   */
  markAttempted(message: PendingMessage, at: Date | null): Promise<boolean>;
  /** The message is in Slack. */
  markPosted(message: PendingMessage, result: PostResult): Promise<void>;
  /** Like `markAttempted`, for the upload of its file. */
  markFileAttempted(message: PendingMessage, at: Date | null): Promise<boolean>;
  /** Its file is attached, or will never be. What has changed since the message was posted is still to be updated. */
  markFileAttached(message: PendingMessage): Promise<void>;
  markUpdated(message: PendingMessage): Promise<void>;
  /** The bot cannot post to a channel; since `at`, unless an earlier time is on record. */
  markUnreachable(channel: string, at: Date): Promise<void>;
  /** It can again. */
  markReachable(channel: string): Promise<void>;
  /**
   * A message that was not posted goes to other recipients instead, with its unresolved notices. Does nothing if it has
   * failed or was posted already.
   */
  redirect(message: PendingMessage, recipients: readonly [string, ...string[]]): Promise<void>;
  /** It will not be posted or updated any more. */
  markFailed(message: PendingMessage, failure: string): Promise<void>;
}

/** The outbox in the database. */
export function createOutbox(ctx: ServiceContext): Outbox {
  const { prisma } = ctx.database;
  return {
    async add(notices) {
      if (notices.length === 0) return;
      const at = ctx.now().toISOString();
      await prisma.$queryRaw`
        WITH new_notices AS (
          INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, payload, occurred_at, message_id)
          SELECT "dedupeKey", kind, "sdkAppId", channel, language, payload, ${at}::timestamptz, gen_random_uuid()
          FROM jsonb_to_recordset(${JSON.stringify(notices)}::jsonb) AS new_notice(
            "dedupeKey" text, kind text, "sdkAppId" int, channel text, language text, payload jsonb)
          ON CONFLICT (dedupe_key) DO NOTHING
          RETURNING message_id, channel, kind, language
        ), new_messages AS (
          INSERT INTO message (id, recipient, kind, language, created_at)
          SELECT message_id, channel, kind, language, ${at}::timestamptz FROM new_notices
        )
        SELECT enqueue_delivery(channel)::text FROM (SELECT DISTINCT channel FROM new_notices ORDER BY channel) AS recipients`;
    },
    async updateChangeMessages(changeId, kinds) {
      const messageIds = Prisma.sql`SELECT message_id FROM notice
        WHERE payload ? 'change' AND payload->>'change' = ${changeId} AND kind = ANY(${[...kinds]})`;
      await prisma.$queryRaw`
        WITH updated_messages AS (${requestUpdate(messageIds)})
        SELECT enqueue_delivery(recipient)::text
        FROM (SELECT DISTINCT recipient FROM updated_messages ORDER BY recipient) AS recipients`;
    },
    next: (recipient) => nextPending(prisma, recipient),
    noticesOf: (message) => noticesOf(prisma, message),
    async markAttempted({ id, version, attemptedAt: previousAttempt }, attemptedAt) {
      const unchanged = attemptedAt === null ? {} : { wantedVersion: version, attemptedAt: previousAttempt };
      return (await prisma.message.updateMany({ where: { id, ...unchanged }, data: { attemptedAt } })).count > 0;
    },
    markPosted: ({ id, version }, { ref: { channel: slackChannelId, ts: slackTs }, at: postedAt, found, file }) => {
      const deliveredVersion = file ? 0 : found ? previousVersion(version) : version;
      return update(prisma, id, { slackChannelId, slackTs, postedAt, deliveredVersion });
    },
    async markFileAttempted({ id, file }, fileAttemptedAt) {
      const unchanged = fileAttemptedAt === null ? {} : { fileAttemptedAt: file?.attemptedAt ?? null };
      return (await prisma.message.updateMany({ where: { id, ...unchanged }, data: { fileAttemptedAt } })).count > 0;
    },
    markFileAttached: ({ id, version }) => update(prisma, id, { deliveredVersion: previousVersion(version) }),
    markUpdated: ({ id, version }) => update(prisma, id, { deliveredVersion: version }),
    async markUnreachable(channel, since) {
      await prisma.unreachableChannel.createMany({ data: [{ channel, since }], skipDuplicates: true });
    },
    async markReachable(channel) {
      await prisma.unreachableChannel.deleteMany({ where: { channel } });
    },
    async redirect({ id }, [first, ...others]) {
      await prisma.$queryRaw`
        WITH moved AS (
          UPDATE message SET recipient = ${first}, attempted_at = NULL
          WHERE id = ${id}::uuid AND failure IS NULL AND slack_ts IS NULL
          RETURNING recipient, kind, language
        ), copies AS (
          INSERT INTO message (id, recipient, kind, language, created_at)
          SELECT gen_random_uuid(), copied.recipient, kind, language, ${ctx.now().toISOString()}::timestamptz
          FROM moved, unnest(${others}::text[]) AS copied(recipient)
          RETURNING id, recipient
        ), copied_notices AS (
          INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, metric, payload,
            occurred_at, message_id)
          SELECT dedupe_key || ':' || recipient, kind, sdk_app_id, channel, language, group_key, severity, metric, payload,
            occurred_at, copies.id
          FROM notice, copies WHERE message_id = ${id}::uuid AND resolved_at IS NULL
          ON CONFLICT (dedupe_key) DO NOTHING
        )
        SELECT enqueue_delivery(recipient)::text
        FROM (SELECT recipient FROM moved UNION SELECT recipient FROM copies ORDER BY recipient) AS recipients`;
    },
    markFailed: ({ id }, failure) => update(prisma, id, { failure }),
  };
}

/** The version before this one, so that the message still counts as outdated; 1 has none before it. */
const previousVersion = (version: number) => Math.max(1, version - 1);

async function update(prisma: Database['prisma'], id: string, data: Prisma.MessageUpdateInput): Promise<void> {
  await prisma.message.update({ where: { id }, data });
}
