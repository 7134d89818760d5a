import type { ServiceContext } from '../changes/context.js';
import { isFinal } from './countdown.js';
import { kindsWhere } from './kinds.js';

/** More notices than this, of one kind and for one channel, become one digest. */
const digestAbove = 5;

const neverDigested = kindsWhere(({ about }) => about === 'change');

/**
 * Creates the messages of notices that have none yet: one message each, or a digest of many of one kind in a channel.
 * Snoozed notices wait, except final ones. One process at a time, so that notices of a digest are not split between
 * two. Returns how many messages it created.
 */
export async function createMessages(ctx: ServiceContext): Promise<number> {
  const { prisma } = ctx.database;
  const at = ctx.now().toISOString();
  const [, [row]] = await prisma.$transaction([
    prisma.$queryRaw`SELECT pg_advisory_xact_lock(6027153302)::text`,
    prisma.$queryRaw<{ count: number }[]>`
      WITH waiting AS MATERIALIZED (
        SELECT dedupe_key, channel, kind, language, severity, occurred_at, sdk_app_id,
          kind <> ALL (${neverDigested}) AND count(*) OVER (PARTITION BY channel, kind) > ${digestAbove} AS digested
        FROM notice
        WHERE message_id IS NULL AND resolved_at IS NULL AND NOT EXISTS (
          SELECT FROM snooze
          WHERE snooze.sdk_app_id = notice.sdk_app_id AND snooze.kind = notice.kind AND snooze.metric IN ('', notice.metric)
            AND snooze.until > ${at}::timestamptz AND NOT ${isFinal})
      ), new_message AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, channel, kind, CASE WHEN digested THEN '' ELSE dedupe_key END AS only_notice,
          min(occurred_at) AS occurred_at, max(severity) AS severity, min(sdk_app_id) AS sdk_app_id,
          (array_agg(language ORDER BY severity DESC, sdk_app_id))[1] AS language
        FROM waiting GROUP BY channel, kind, only_notice
      ), message_rows AS (
        INSERT INTO message (id, recipient, kind, language, created_at)
        SELECT id, channel, kind, language, ${at}::timestamptz FROM new_message
        ORDER BY new_message.occurred_at, kind, new_message.severity DESC, sdk_app_id
      ), notice_rows AS (
        UPDATE notice SET message_id = new_message.id FROM waiting JOIN new_message USING (channel, kind)
        WHERE notice.dedupe_key = waiting.dedupe_key
          AND new_message.only_notice = CASE WHEN waiting.digested THEN '' ELSE waiting.dedupe_key END
      ), enqueued AS (
        SELECT enqueue_delivery(channel) FROM (SELECT DISTINCT channel FROM new_message ORDER BY channel) AS recipients
      )
      SELECT (SELECT count(*) FROM new_message)::int AS count, (SELECT count(*) FROM enqueued)::int AS enqueued`,
  ]);
  return row?.count ?? 0;
}
