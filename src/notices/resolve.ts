import { Prisma } from '../database/generated/client.js';
import { countdowns } from './countdown.js';
import type { SweepContext } from './sweep-context.js';

const { sql, join } = Prisma;

/**
 * Ends the notices that are no longer true, because the app was extended, upgraded, disabled or restored meanwhile:
 * messages that say so already are edited, others are not said. `apps`: only about these.
 */
export async function resolveNotices(ctx: SweepContext, apps?: readonly number[]): Promise<number> {
  const { prisma } = ctx.database;
  const lasts = join(
    Object.values(countdowns).map((it) => sql`(notice.kind = ${it.kind} AND NOT coalesce(${it.stillHolds}, false))`),
    ' OR ',
  );
  const these = apps ? sql`AND notice.sdk_app_id = ANY(${[...apps]})` : Prisma.empty;
  const [row] = await prisma.$queryRaw<{ closed: number }[]>`
    WITH closed AS (
      UPDATE notice SET resolved_at = ${ctx.now().toISOString()}::timestamptz, payload = payload || jsonb_build_object('now',
        jsonb_build_object('state', app.state, 'until', to_iso8601(app.valid_until)))
      FROM app
      WHERE app.sdk_app_id = notice.sdk_app_id AND notice.resolved_at IS NULL AND (${lasts}) ${these}
      RETURNING message_id
    ), redrawn AS (${requestUpdate(sql`SELECT message_id FROM closed`)}
    ), woken AS (SELECT enqueue_delivery(recipient) FROM (SELECT DISTINCT recipient FROM redrawn ORDER BY recipient) AS its)
    SELECT (SELECT count(*) FROM closed)::int AS closed, (SELECT count(*) FROM woken)::int AS woken`;
  return row?.closed ?? 0;
}

/** Wants one more version of these messages, as a statement that answers their channels. */
export function requestUpdate(ids: Prisma.Sql): Prisma.Sql {
  return sql`UPDATE message SET wanted_version = wanted_version + 1 WHERE id IN (${ids}) AND failure IS NULL RETURNING recipient`;
}

/**
 * Of the notices of one term that nobody has been told yet, only the worst is worth saying; and that something was
 * refused only within a day. What is being said, or ended, at this moment is left to the next ctx.
 */
export async function dropSuperseded(ctx: SweepContext): Promise<number> {
  const { prisma } = ctx.database;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const [row] = await prisma.$queryRaw<{ dropped: number }[]>`
    WITH unsaid AS MATERIALIZED (
      SELECT id FROM message WHERE failure IS NULL AND delivered_version < wanted_version AND attempted_at IS NULL FOR NO KEY UPDATE SKIP LOCKED
    ), outdone AS MATERIALIZED (
      SELECT dedupe_key FROM notice
      WHERE resolved_at IS NULL AND kind IN ('dev-expiry', 'disable-countdown', 'limit-threshold', 'limit-error')
        AND (message_id IS NULL OR message_id IN (SELECT id FROM unsaid))
        AND (kind = 'limit-error' AND occurred_at < ${now} - interval '1 day'
          OR EXISTS (SELECT FROM notice AS worse WHERE worse.sdk_app_id = notice.sdk_app_id AND worse.kind = notice.kind
            AND worse.group_key = notice.group_key AND worse.severity > notice.severity AND worse.resolved_at IS NULL))
      FOR NO KEY UPDATE SKIP LOCKED
    ), dropped AS (
      UPDATE notice SET resolved_at = ${now} FROM outdone WHERE notice.dedupe_key = outdone.dedupe_key RETURNING message_id
    ), redrawn AS (${requestUpdate(sql`SELECT message_id FROM dropped`)})
    SELECT count(*)::int AS dropped FROM dropped`;
  return row?.dropped ?? 0;
}
