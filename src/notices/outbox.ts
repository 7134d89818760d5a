import type { ServiceContext } from '../changes/context.js';
import type { Database } from '../database/client.js';
import { Prisma } from '../database/generated/client.js';
import type { Language } from '../i18n/language.js';
import type { NoticeKindId } from './kinds.js';
import type { NoticePayload } from './notice.js';
import { type MessageNotice, type MessageRef, nextPending, noticesOf, type PendingMessage } from './pending-message.js';
import { requestUpdate } from './resolve.js';

/** An occasion to say something, in a message of its own, once, however often it is added. `channel` is a channel's id or a person's. */
export interface NewNotice {
  readonly dedupeKey: string;
  readonly kind: NoticeKindId;
  readonly sdkAppId: number;
  readonly channel: string;
  readonly language: Language;
  readonly payload: NoticePayload;
}

interface Posted {
  readonly ref: MessageRef;
  readonly at: Date;
  readonly found: boolean;
  readonly file: boolean;
}

/** What is to be said in Slack, and what has been: the record that makes it happen once. */
export interface Outbox {
  add(occasions: readonly NewNotice[]): Promise<void>;
  /** Has the messages of these kinds about a change drawn anew. */
  updateChangeMessages(change: string, kinds: readonly string[]): Promise<void>;
  /** The next message that a channel waits for; null: none. */
  next(channel: string): Promise<PendingMessage | null>;
  /** Every notice of a message, in order, in parts. */
  noticesOf(message: PendingMessage): AsyncGenerator<readonly MessageNotice[]>;
  /**
   * Written before Slack is asked: from then on the message may stand there. Null: Slack has surely not taken it. False:
   * nothing was written, since by now there is something else to say, or somebody else is saying it.
   */
  markAttempted(message: PendingMessage, at: Date | null): Promise<boolean>;
  /** It stands there; if it was found there, in a version from before. With `file` one is still to be hung on it. */
  markPosted(message: PendingMessage, how: Posted): Promise<void>;
  /** The same as `tried`, of its file. */
  markFileAttempted(message: PendingMessage, at: Date | null): Promise<boolean>;
  /** Its file hangs there, or never will. What has changed since it was said is drawn anew. */
  markFileAttached(message: PendingMessage): Promise<void>;
  markUpdated(message: PendingMessage): Promise<void>;
  /** It will not be said, or edited, any more. */
  markFailed(message: PendingMessage, why: string): Promise<void>;
}

/** The record, kept in the database. */
export function createOutbox(ctx: ServiceContext): Outbox {
  const { prisma } = ctx.database;
  return {
    async add(occasions) {
      if (occasions.length === 0) return;
      const at = ctx.now().toISOString();
      await prisma.$queryRaw`
        WITH noted AS (
          INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, payload, occurred_at, message_id)
          SELECT "dedupeKey", kind, "sdkAppId", channel, language, payload, ${at}::timestamptz, gen_random_uuid()
          FROM jsonb_to_recordset(${JSON.stringify(occasions)}::jsonb) AS it(
            "dedupeKey" text, kind text, "sdkAppId" int, channel text, language text, payload jsonb)
          ON CONFLICT (dedupe_key) DO NOTHING
          RETURNING message_id, channel, kind, language
        ), made AS (
          INSERT INTO message (id, recipient, kind, language, created_at)
          SELECT message_id, channel, kind, language, ${at}::timestamptz FROM noted
        )
        SELECT enqueue_delivery(channel)::text FROM (SELECT DISTINCT channel FROM noted ORDER BY channel) AS its`;
    },
    async updateChangeMessages(change, kinds) {
      const about = Prisma.sql`SELECT message_id FROM notice
        WHERE payload ? 'change' AND payload->>'change' = ${change} AND kind = ANY(${[...kinds]})`;
      await prisma.$queryRaw`
        WITH redrawn AS (${requestUpdate(about)})
        SELECT enqueue_delivery(recipient)::text FROM (SELECT DISTINCT recipient FROM redrawn ORDER BY recipient) AS its`;
    },
    next: (channel) => nextPending(prisma, channel),
    noticesOf: (message) => noticesOf(prisma, message),
    async markAttempted({ id, version, attemptedAt: previousAttempt }, attemptedAt) {
      const unchanged = attemptedAt === null ? {} : { wantedVersion: version, attemptedAt: previousAttempt };
      return (await prisma.message.updateMany({ where: { id, ...unchanged }, data: { attemptedAt } })).count > 0;
    },
    markPosted: ({ id, version }, { ref: { channel: slackChannelId, ts: slackTs }, at: postedAt, found, file }) => {
      const deliveredVersion = file ? 0 : found ? earlier(version) : version;
      return update(prisma, id, { slackChannelId, slackTs, postedAt, deliveredVersion });
    },
    async markFileAttempted({ id, file }, fileAttemptedAt) {
      const unchanged = fileAttemptedAt === null ? {} : { fileAttemptedAt: file?.attemptedAt ?? null };
      return (await prisma.message.updateMany({ where: { id, ...unchanged }, data: { fileAttemptedAt } })).count > 0;
    },
    markFileAttached: ({ id, version }) => update(prisma, id, { deliveredVersion: earlier(version) }),
    markUpdated: ({ id, version }) => update(prisma, id, { deliveredVersion: version }),
    markFailed: ({ id }, failure) => update(prisma, id, { failure }),
  };
}

/** A version that was certainly shown before this one was wanted; or this one, where there is no other. */
const earlier = (version: number) => Math.max(1, version - 1);

async function update(prisma: Database['prisma'], id: string, data: Prisma.MessageUpdateInput): Promise<void> {
  await prisma.message.update({ where: { id }, data });
}
