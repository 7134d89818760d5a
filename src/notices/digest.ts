import type { ServiceContext } from '../changes/context.js';
import { isFinal } from './countdown.js';
import { kindsWhere } from './kinds.js';

/** More notices than these, of one kind and for one channel, become one message. */
const digestAbove = 5;

const neverDigested = kindsWhere(({ about }) => about === 'change');

/**
 * Makes messages of the notices that have none: one each, or one for many of a kind in a channel. What is snoozed
 * waits, except that an app was suspended or is gone. One process at a time, so that what belongs together is put
 * together. Answers how many messages it made.
 */
export async function createMessages(ctx: ServiceContext): Promise<number> {
  const { prisma } = ctx.database;
  const at = ctx.now().toISOString();
  const [, [row]] = await prisma.$transaction([
    prisma.$queryRaw`SELECT pg_advisory_xact_lock(6027153302)::text`,
    prisma.$queryRaw<{ made: number }[]>`
      WITH waiting AS MATERIALIZED (
        SELECT dedupe_key, channel, kind, language, severity, occurred_at, sdk_app_id,
          kind <> ALL (${neverDigested}) AND count(*) OVER (PARTITION BY channel, kind) > ${digestAbove} AS many
        FROM notice
        WHERE message_id IS NULL AND resolved_at IS NULL AND NOT EXISTS (
          SELECT FROM snooze
          WHERE snooze.sdk_app_id = notice.sdk_app_id AND snooze.kind = notice.kind AND snooze.metric IN ('', notice.metric)
            AND snooze.until > ${at}::timestamptz AND NOT ${isFinal})
      ), head AS MATERIALIZED (
        SELECT gen_random_uuid() AS id, channel, kind, CASE WHEN many THEN '' ELSE dedupe_key END AS part,
          min(occurred_at) AS first, max(severity) AS worst, min(sdk_app_id) AS sdk_app_id,
          (array_agg(language ORDER BY severity DESC, sdk_app_id))[1] AS language
        FROM waiting GROUP BY channel, kind, part
      ), made AS (
        INSERT INTO message (id, recipient, kind, language, created_at)
        SELECT id, channel, kind, language, ${at}::timestamptz FROM head ORDER BY first, kind, worst DESC, sdk_app_id
      ), tied AS (
        UPDATE notice SET message_id = head.id FROM waiting JOIN head USING (channel, kind)
        WHERE notice.dedupe_key = waiting.dedupe_key AND head.part = CASE WHEN waiting.many THEN '' ELSE waiting.dedupe_key END
      ), woken AS (SELECT enqueue_delivery(channel) FROM (SELECT DISTINCT channel FROM head ORDER BY channel) AS its)
      SELECT (SELECT count(*) FROM head)::int AS made, (SELECT count(*) FROM woken)::int AS woken`,
  ]);
  return row?.made ?? 0;
}
