import { Prisma } from '../database/generated/client.js';
import { countdowns } from './countdown.js';
import { appNoticeKinds, kindsWhere } from './kinds.js';
import type { SweepContext } from './sweep-context.js';

const { sql, join } = Prisma;

/**
 * Resolves countdown notices that are no longer true, because the app was extended, upgraded, disabled or restored:
 * posted messages are updated, pending ones are not posted. `apps`: only notices about these. Returns how many.
 */
export async function resolveNotices(ctx: SweepContext, apps?: readonly number[]): Promise<number> {
  const { prisma } = ctx.database;
  const isUntrue = join(
    Object.values(countdowns).map(
      ({ kind, stillHolds }) => sql`(notice.kind = ${kind} AND NOT coalesce(${stillHolds}, false))`,
    ),
    ' OR ',
  );
  const isAboutApps = apps ? sql`AND notice.sdk_app_id = ANY(${[...apps]})` : Prisma.empty;
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    WITH resolved AS (
      UPDATE notice SET resolved_at = ${ctx.now().toISOString()}::timestamptz, payload = payload || jsonb_build_object('now',
        jsonb_build_object('state', app.state, 'until', to_iso8601(app.valid_until)))
      FROM app
      WHERE app.sdk_app_id = notice.sdk_app_id AND notice.resolved_at IS NULL AND (${isUntrue}) ${isAboutApps}
      RETURNING message_id
    ), updated_messages AS (${requestUpdate(sql`SELECT message_id FROM resolved`)}
    ), enqueued AS (
      SELECT enqueue_delivery(recipient) FROM (SELECT DISTINCT recipient FROM updated_messages ORDER BY recipient) AS recipients
    )
    SELECT (SELECT count(*) FROM resolved)::int AS count, (SELECT count(*) FROM enqueued)::int AS enqueued`;
  return row?.count ?? 0;
}

/** SQL statement: requests an update of these messages, and returns their recipients. `ids` selects message ids. */
export function requestUpdate(ids: Prisma.Sql): Prisma.Sql {
  return sql`UPDATE message SET wanted_version = wanted_version + 1 WHERE id IN (${ids}) AND failure IS NULL RETURNING recipient`;
}

const superseding = kindsWhere((traits) => traits.about === 'app' && traits.supersedes);

/** SQL condition: the notice occurred so long ago that its kind is not delivered any more. */
function isTooOld(now: Prisma.Sql): Prisma.Sql {
  const conditions = appNoticeKinds.flatMap(({ id, dropAfterDays: days }) => {
    return days === undefined
      ? []
      : [sql`(kind = ${id} AND occurred_at < ${now} - make_interval(days => ${days}::int))`];
  });
  return conditions.length > 0 ? sql`(${join(conditions, ' OR ')})` : sql`false`;
}

/**
 * Drops notices that have not been delivered yet: all but the most severe of a group, and those that are too old.
 * Messages that are being delivered or updated at this moment are left to the next sweep. Returns how many it dropped.
 */
export async function dropSuperseded(ctx: SweepContext): Promise<number> {
  const { prisma } = ctx.database;
  const now = sql`${ctx.now().toISOString()}::timestamptz`;
  const [row] = await prisma.$queryRaw<{ count: number }[]>`
    WITH undelivered AS MATERIALIZED (
      SELECT id FROM message WHERE failure IS NULL AND delivered_version < wanted_version AND attempted_at IS NULL FOR NO KEY UPDATE SKIP LOCKED
    ), superseded AS MATERIALIZED (
      SELECT dedupe_key FROM notice
      WHERE resolved_at IS NULL AND kind = ANY(${superseding})
        AND (message_id IS NULL OR message_id IN (SELECT id FROM undelivered))
        AND (${isTooOld(now)}
          OR EXISTS (SELECT FROM notice AS worse WHERE worse.sdk_app_id = notice.sdk_app_id AND worse.kind = notice.kind
            AND worse.group_key = notice.group_key AND worse.severity > notice.severity AND worse.resolved_at IS NULL))
      FOR NO KEY UPDATE SKIP LOCKED
    ), dropped AS (
      UPDATE notice SET resolved_at = ${now} FROM superseded WHERE notice.dedupe_key = superseded.dedupe_key RETURNING message_id
    ), updated_messages AS (${requestUpdate(sql`SELECT message_id FROM dropped`)})
    SELECT count(*)::int AS count FROM dropped`;
  return row?.count ?? 0;
}
