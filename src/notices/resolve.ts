import { Prisma } from '../database/generated/client.js';
import type { SweepContext } from '../jobs/round.js';
import { countdowns } from './countdown.js';

const { sql, join } = Prisma;

/**
 * Ends the notices that are no longer true, because the app was extended, upgraded, disabled or restored meanwhile:
 * messages that say so already are edited, others are not said. `apps`: only about these.
 */
export async function resolveNotices(
  { database: { prisma }, ctx }: SweepContext,
  apps?: readonly number[],
): Promise<number> {
  const lasts = join(
    Object.values(countdowns).map((it) => sql`(notice.kind = ${it.kind} AND NOT coalesce(${it.stillHolds}, false))`),
    ' OR ',
  );
  const these = apps ? sql`AND notice.sdk_app_id = ANY(${[...apps]})` : Prisma.empty;
  const [row] = await prisma.$queryRaw<{ closed: number }[]>`
    WITH closed AS (
      UPDATE notice SET over_at = ${ctx.now().toISOString()}::timestamptz, facts = facts || jsonb_build_object('now',
        jsonb_build_object('state', app.state, 'until', iso(app.valid_until)))
      FROM app
      WHERE app.sdk_app_id = notice.sdk_app_id AND notice.over_at IS NULL AND (${lasts}) ${these}
      RETURNING message_id
    ), redrawn AS (${requestUpdate(sql`SELECT message_id FROM closed`)}
    ), woken AS (SELECT wake(channel) FROM (SELECT DISTINCT channel FROM redrawn ORDER BY channel) AS its)
    SELECT (SELECT count(*) FROM closed)::int AS closed, (SELECT count(*) FROM woken)::int AS woken`;
  return row?.closed ?? 0;
}

/** Wants one more version of these messages, as a statement that answers their channels. */
export function requestUpdate(ids: Prisma.Sql): Prisma.Sql {
  return sql`UPDATE message SET wanted = wanted + 1 WHERE id IN (${ids}) AND failed IS NULL RETURNING channel`;
}

/**
 * Of the notices of one term that nobody has been told yet, only the worst is worth saying; and that something was
 * refused only within a day. What is being said, or ended, at this moment is left to the next round.
 */
export async function dropSuperseded({ database: { prisma }, ctx }: SweepContext): Promise<number> {
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const [row] = await prisma.$queryRaw<{ dropped: number }[]>`
    WITH unsaid AS MATERIALIZED (
      SELECT id FROM message WHERE failed IS NULL AND shown < wanted AND tried_at IS NULL FOR NO KEY UPDATE SKIP LOCKED
    ), outdone AS MATERIALIZED (
      SELECT once FROM notice
      WHERE over_at IS NULL AND kind IN ('dev-expiry', 'disable-countdown', 'limit', 'limit-refused')
        AND (message_id IS NULL OR message_id IN (SELECT id FROM unsaid))
        AND (kind = 'limit-refused' AND occurred_at < ${now} - interval '1 day'
          OR EXISTS (SELECT FROM notice AS worse WHERE worse.sdk_app_id = notice.sdk_app_id AND worse.kind = notice.kind
            AND worse.term = notice.term AND worse.urgency > notice.urgency AND worse.over_at IS NULL))
      FOR NO KEY UPDATE SKIP LOCKED
    ), dropped AS (
      UPDATE notice SET over_at = ${now} FROM outdone WHERE notice.once = outdone.once RETURNING message_id
    ), redrawn AS (${requestUpdate(sql`SELECT message_id FROM dropped`)})
    SELECT count(*)::int AS dropped FROM dropped`;
  return row?.dropped ?? 0;
}
