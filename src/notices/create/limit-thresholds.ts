import { appFromRow } from '../../database/app-row.js';
import { Prisma } from '../../database/generated/client.js';
import type { App } from '../../domain/app.js';
import { thresholds } from '../../domain/entitlements/limit-usage.js';
import { limitOf } from '../../domain/entitlements/limits.js';
import { withCurrentState } from '../../domain/states.js';
import { languageOf } from '../../i18n/language.js';
import { currentUsage, type Measured } from '../current-usage.js';
import type { LimitThresholdPayload } from '../kinds/limit-threshold/kind.js';
import type { NoticeKindId } from '../kinds.js';
import { atLimit } from '../limit-remedy.js';
import { requestUpdate } from '../resolve.js';
import type { SweepContext } from '../sweep-context.js';

const kind: NoticeKindId = 'limit-threshold';

/** The shares of a limit that are said when usage reaches them. */
const noticedPercents = [thresholds.warning, thresholds.reached];
/** How far below a level usage must fall for reaching it again to be news, in points. */
const hysteresisPoints = thresholds.warning - thresholds.rearm;

/** Apps that are looked at in one transaction. */
const appsPerTransaction = 200;

/**
 * Compares usage with limits: a level that is reached is noted once, until usage was well below it or the limit,
 * plan or period is another; below the lowest, with as much to spare, the notices are over. One process at a time. Answers how many were noted.
 */
export async function evaluateLimits(ctx: SweepContext, apps: readonly number[]): Promise<number> {
  let noted = 0;
  for (let i = 0; i < apps.length; i += appsPerTransaction)
    noted += await noteSome(ctx, apps.slice(i, i + appsPerTransaction));
  return noted;
}

/** How an app stands against one limit, with what there is to say should a level be reached. */
interface Standing {
  readonly app: number;
  readonly metric: string;
  readonly limit: number;
  readonly period: string;
  readonly plan: string;
  readonly value: number;
  readonly groupKey: string;
  readonly channel: string | null;
  readonly language: string;
  readonly payload: Omit<LimitThresholdPayload, 'level'>;
}

function noteSome(ctx: SweepContext, apps: readonly number[]): Promise<number> {
  const { catalogue, calendar } = ctx.rules;
  const at = ctx.now().toISOString();
  return ctx.database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(6027153303)::text`;
    const rows = await tx.app.findMany({ where: { sdkAppId: { in: [...apps] } } });
    const measured = await currentUsage(tx, apps, { at, calendar, catalogue });
    const standings = rows.flatMap((row) =>
      standingsOf(ctx, withCurrentState(appFromRow(row), at, ctx.rules), measured),
    );
    const stand = Prisma.sql`jsonb_to_recordset(${JSON.stringify(standings)}::jsonb) AS it(
      app int, metric text, "limit" bigint, period text, plan text, value float8, "groupKey" text, channel text, language text, payload jsonb)`;
    await tx.$executeRaw`
      DELETE FROM limit_crossing WHERE sdk_app_id = ANY(${[...apps]}) AND NOT EXISTS (
        SELECT FROM ${stand} WHERE it.app = limit_crossing.sdk_app_id AND it.metric = limit_crossing.metric
          AND it."limit" = limit_crossing.limit_value AND it.period = limit_crossing.period AND it.plan = limit_crossing.plan
          AND it.value * 100 >= it."limit" * (limit_crossing.threshold_percent - ${hysteresisPoints}::int))`;
    const noted = await tx.$executeRaw`${recordCrossings(stand, at)}`;
    await tx.$queryRaw`${close(stand, { at, apps })}`;
    const withMetrics = rows.map(({ sdkAppId: app, version }) => ({ app, version, newest: measured.get(app)?.newest }));
    await tx.$executeRaw`
      INSERT INTO limit_evaluation (sdk_app_id, app_version, last_reading_at, billing_day)
      SELECT app, version, coalesce(newest, to_timestamp(0)), ${calendar.dayOf(at)}
      FROM jsonb_to_recordset(${JSON.stringify(withMetrics)}::jsonb) AS it(app int, version int, newest timestamptz)
      ON CONFLICT (sdk_app_id) DO UPDATE SET app_version = excluded.app_version, billing_day = excluded.billing_day,
        last_reading_at = greatest(limit_evaluation.last_reading_at, excluded.last_reading_at)`;
    return noted;
  });
}

/** Every limit of an app in service that usage was measured of, and that means something when it is crossed. */
function standingsOf(ctx: SweepContext, app: App, measured: ReadonlyMap<number, Measured>): Standing[] {
  const { catalogue } = ctx.rules;
  if (app.state !== 'active') return [];
  return (measured.get(app.sdkAppId)?.usage ?? []).flatMap(({ metric, period, value, subject }) => {
    const limit = limitOf(catalogue, app, metric);
    if (!limit) return [];
    const { plan, sdkAppId } = app;
    const { beyond, remedy } = atLimit(catalogue, app, metric);
    if (beyond === 'none') return [];
    const payload = { app: app.name, metric, value, limit, subject, charged: beyond === 'charged', remedy };
    const place = {
      channel: app.channel ?? ctx.noticeDefaults.noticesChannel,
      language: languageOf(app.language ?? undefined, ctx.noticeDefaults.language),
    };
    const groupKey = `${metric}:${limit}:${period}:${plan}`;
    return [{ app: sdkAppId, metric, limit, period, plan, value, groupKey, payload, ...place }];
  });
}

/** Levels reached anew; of two at once the higher one is said. */
function recordCrossings(stand: Prisma.Sql, at: string): Prisma.Sql {
  return Prisma.sql`
    WITH reached AS (
      INSERT INTO limit_crossing (sdk_app_id, metric, limit_value, period, threshold_percent, plan, crossed_at)
      SELECT app, metric, "limit", period, level, plan, ${at}::timestamptz
      FROM ${stand}, unnest(${noticedPercents}::int[]) AS level WHERE value * 100 >= "limit" * level
      ON CONFLICT DO NOTHING
      RETURNING sdk_app_id, metric, threshold_percent AS level
    ), highest AS (SELECT sdk_app_id, metric, max(level) AS level FROM reached GROUP BY 1, 2)
    INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, metric, payload, occurred_at)
    SELECT ${`${kind}:`} || app || ':' || "groupKey" || ':' || level || ':' || ${at}::text, ${kind}, app, channel, language, "groupKey", level,
      it.metric, payload || jsonb_build_object('level', level), ${at}::timestamptz
    FROM highest JOIN ${stand} ON it.app = highest.sdk_app_id AND it.metric = highest.metric
    WHERE channel IS NOT NULL
    ORDER BY level DESC, app, it.metric
    ON CONFLICT (dedupe_key) DO NOTHING`;
}

/** Ends the notices of limits that are no longer near, or no longer the limits. */
function close(stand: Prisma.Sql, { at, apps }: { at: string; apps: readonly number[] }): Prisma.Sql {
  return Prisma.sql`
    WITH now AS (
      SELECT dedupe_key, it.value, app.state FROM notice JOIN app USING (sdk_app_id) LEFT JOIN ${stand} ON it.app = notice.sdk_app_id AND it."groupKey" = notice.group_key
      WHERE notice.kind = ${kind} AND notice.resolved_at IS NULL AND notice.sdk_app_id = ANY(${[...apps]})
        AND (it.app IS NULL OR it.value * 100 < it."limit" * ${thresholds.rearm}::int)
    ), closed AS (
      UPDATE notice SET resolved_at = ${at}::timestamptz, payload = payload || jsonb_build_object('now',
        jsonb_build_object('value', now.value, 'state', now.state))
      FROM now WHERE notice.dedupe_key = now.dedupe_key RETURNING message_id
    ), redrawn AS (${requestUpdate(Prisma.sql`SELECT message_id FROM closed`)})
    SELECT enqueue_delivery(recipient)::text FROM (SELECT DISTINCT recipient FROM redrawn ORDER BY recipient) AS its`;
}

/** How long a reading may wait for its job before the sweep looks at it, at most. */
const lateHours = 1;

/**
 * The safety net: apps with readings that nobody has looked at, with another configuration than was looked at, or with
 * notices of a day that is over.
 */
export async function evaluateMissedLimits(ctx: SweepContext): Promise<number> {
  const at = ctx.now().toISOString();
  const day = ctx.rules.calendar.dayOf(at);
  let noted = 0;
  // Each app once, by id: the day may end meanwhile, and then all that was looked at since would be to do again.
  for (let after = 0; ; ) {
    const rows = await ctx.database.prisma.$queryRaw<{ app: number }[]>`
      SELECT app FROM (SELECT r.sdk_app_id AS app FROM usage_reading AS r JOIN app USING (sdk_app_id) LEFT JOIN limit_evaluation AS w USING (sdk_app_id)
      WHERE r.measured_at > ${at}::timestamptz - make_interval(hours => ${lateHours}::int) AND r.measured_at <= ${at}::timestamptz
        AND r.day BETWEEN ${day}::date - 1 AND ${day}::date AND (w.sdk_app_id IS NULL OR r.measured_at > w.last_reading_at)
      UNION SELECT w.sdk_app_id FROM limit_evaluation AS w JOIN app USING (sdk_app_id) WHERE app.version <> w.app_version
      UNION SELECT w.sdk_app_id FROM limit_evaluation AS w JOIN notice USING (sdk_app_id)
      WHERE notice.kind = ${kind} AND notice.resolved_at IS NULL AND w.billing_day <> ${day}) AS forgotten
      WHERE app > ${after} ORDER BY app LIMIT ${appsPerTransaction}`;
    const apps = rows.map(({ app }) => app);
    noted += await evaluateLimits(ctx, apps);
    after = apps.at(-1) ?? after;
    if (apps.length < appsPerTransaction) return noted;
  }
}
