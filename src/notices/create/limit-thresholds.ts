import { appFromRow } from '../../database/app-row.js';
import { Prisma } from '../../database/generated/client.js';
import type { App } from '../../domain/app.js';
import { hasRulesOf } from '../../domain/catalogue/catalogue.js';
import { limitOf } from '../../domain/entitlements/entitlement-check.js';
import { thresholds } from '../../domain/entitlements/limit-usage.js';
import { withCurrentState } from '../../domain/states.js';
import { languageOf } from '../../i18n/language.js';
import { type AppUsage, currentUsage } from '../current-usage.js';
import type { LimitThresholdPayload } from '../kinds/limit-threshold/kind.js';
import type { NoticeKindId } from '../kinds.js';
import { limitRemedy } from '../limit-remedy.js';
import { requestUpdate } from '../resolve.js';
import type { SweepContext } from '../sweep-context.js';

const kind: NoticeKindId = 'limit-threshold';

/** There is a notice when usage reaches one of these percentages of a limit. */
const thresholdPercents = [thresholds.warning, thresholds.reached];
/** Usage must fall this many percentage points below a threshold before reaching it again makes a new notice. */
const hysteresisPoints = thresholds.warning - thresholds.rearm;

const appsPerTransaction = 200;

/**
 * Compares the usage of apps with their limits. Reaching a threshold makes one notice, until usage was well below the
 * threshold again or limit, plan or period have changed; below the lowest threshold, by the same margin, notices are
 * resolved. One process at a time. Returns how many notices it created.
 */
export async function evaluateLimits(ctx: SweepContext, apps: readonly number[]): Promise<number> {
  let total = 0;
  for (let i = 0; i < apps.length; i += appsPerTransaction)
    total += await evaluateBatch(ctx, apps.slice(i, i + appsPerTransaction));
  return total;
}

/** The usage of one limit of an app, with the payload of a notice about it. */
interface LimitStatus {
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

function evaluateBatch(ctx: SweepContext, apps: readonly number[]): Promise<number> {
  const { catalogue, calendar } = ctx.rules;
  const at = ctx.now().toISOString();
  return ctx.database.prisma.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(6027153303)::text`;
    const rows = await tx.app.findMany({ where: { sdkAppId: { in: [...apps] } } });
    const usageByApp = await currentUsage(tx, apps, { at, calendar, catalogue });
    const statuses = rows.flatMap((row) =>
      limitStatusesOf(ctx, withCurrentState(appFromRow(row), at, ctx.rules), usageByApp),
    );
    const statusRows = Prisma.sql`jsonb_to_recordset(${JSON.stringify(statuses)}::jsonb) AS status(
      app int, metric text, "limit" bigint, period text, plan text, value float8, "groupKey" text, channel text, language text, payload jsonb)`;
    await tx.$executeRaw`
      DELETE FROM limit_crossing WHERE sdk_app_id = ANY(${[...apps]}) AND NOT EXISTS (
        SELECT FROM ${statusRows} WHERE status.app = limit_crossing.sdk_app_id AND status.metric = limit_crossing.metric
          AND status."limit" = limit_crossing.limit_value AND status.period = limit_crossing.period AND status.plan = limit_crossing.plan
          AND status.value * 100 >= status."limit" * (limit_crossing.threshold_percent - ${hysteresisPoints}::int))`;
    const created = await tx.$executeRaw`${recordCrossings(statusRows, at)}`;
    await tx.$queryRaw`${resolveLimitNotices(statusRows, { at, apps })}`;
    const evaluations = rows.map(({ sdkAppId: app, version }) => ({
      app,
      version,
      newest: usageByApp.get(app)?.newest,
    }));
    await tx.$executeRaw`
      INSERT INTO limit_evaluation (sdk_app_id, app_version, last_reading_at, billing_day)
      SELECT app, version, coalesce(newest, to_timestamp(0)), ${calendar.dayOf(at)}
      FROM jsonb_to_recordset(${JSON.stringify(evaluations)}::jsonb) AS evaluation(app int, version int, newest timestamptz)
      ON CONFLICT (sdk_app_id) DO UPDATE SET app_version = excluded.app_version, billing_day = excluded.billing_day,
        last_reading_at = greatest(limit_evaluation.last_reading_at, excluded.last_reading_at)`;
    return created;
  });
}

/** Every limit of an active app with current usage, except limits that have no consequence. */
function limitStatusesOf(ctx: SweepContext, app: App, usageByApp: ReadonlyMap<number, AppUsage>): LimitStatus[] {
  const { catalogue } = ctx.rules;
  if (app.state !== 'active' || app.retiredAt !== null || !hasRulesOf(catalogue, app)) return [];
  return (usageByApp.get(app.sdkAppId)?.usage ?? []).flatMap(({ metric, period, value, subject }) => {
    const limit = limitOf(catalogue, app, metric);
    if (!limit) return [];
    const { plan, sdkAppId } = app;
    const { beyond, remedy } = limitRemedy(catalogue, app, metric);
    if (beyond === 'none') return [];
    const payload = { app: app.name, metric, value, limit, subject, charged: beyond === 'charged', remedy };
    const destination = {
      channel: app.channel ?? ctx.noticeDefaults.noticesChannel,
      language: languageOf(app.language ?? undefined, ctx.noticeDefaults.language),
    };
    const groupKey = `${metric}:${limit}:${period}:${plan}`;
    return [{ app: sdkAppId, metric, limit, period, plan, value, groupKey, payload, ...destination }];
  });
}

/**
 * SQL statement: records the thresholds that are newly reached, and creates a notice about the highest of each limit.
 */
function recordCrossings(statusRows: Prisma.Sql, at: string): Prisma.Sql {
  return Prisma.sql`
    WITH crossing_rows AS (
      INSERT INTO limit_crossing (sdk_app_id, metric, limit_value, period, threshold_percent, plan, crossed_at)
      SELECT app, metric, "limit", period, threshold_percent, plan, ${at}::timestamptz
      FROM ${statusRows}, unnest(${thresholdPercents}::int[]) AS threshold_percent WHERE value * 100 >= "limit" * threshold_percent
      ON CONFLICT DO NOTHING
      RETURNING sdk_app_id, metric, threshold_percent
    ), highest AS (SELECT sdk_app_id, metric, max(threshold_percent) AS level FROM crossing_rows GROUP BY 1, 2)
    INSERT INTO notice (dedupe_key, kind, sdk_app_id, channel, language, group_key, severity, metric, payload, occurred_at)
    SELECT ${`${kind}:`} || app || ':' || "groupKey" || ':' || level || ':' || ${at}::text, ${kind}, app, channel, language, "groupKey", level,
      status.metric, payload || jsonb_build_object('level', level), ${at}::timestamptz
    FROM highest JOIN ${statusRows} ON status.app = highest.sdk_app_id AND status.metric = highest.metric
    WHERE channel IS NOT NULL
    ORDER BY level DESC, app, status.metric
    ON CONFLICT (dedupe_key) DO NOTHING`;
}

/** SQL statement: resolves the notices of limits that are no longer nearly reached, or that have changed. */
function resolveLimitNotices(
  statusRows: Prisma.Sql,
  { at, apps }: { at: string; apps: readonly number[] },
): Prisma.Sql {
  return Prisma.sql`
    WITH untrue AS (
      SELECT dedupe_key, status.value, app.state FROM notice JOIN app USING (sdk_app_id)
        LEFT JOIN ${statusRows} ON status.app = notice.sdk_app_id AND status."groupKey" = notice.group_key
      WHERE notice.kind = ${kind} AND notice.resolved_at IS NULL AND notice.sdk_app_id = ANY(${[...apps]})
        AND (status.app IS NULL OR status.value * 100 < status."limit" * ${thresholds.rearm}::int)
    ), resolved AS (
      UPDATE notice SET resolved_at = ${at}::timestamptz, payload = payload || jsonb_build_object('now',
        jsonb_build_object('value', untrue.value, 'state', untrue.state))
      FROM untrue WHERE notice.dedupe_key = untrue.dedupe_key RETURNING message_id
    ), updated_messages AS (${requestUpdate(Prisma.sql`SELECT message_id FROM resolved`)})
    SELECT enqueue_delivery(recipient)::text
    FROM (SELECT DISTINCT recipient FROM updated_messages ORDER BY recipient) AS recipients`;
}

/** Readings older than this that were never evaluated are not caught up on. */
const maxLateHours = 1;

/**
 * Evaluates the apps whose evaluation is missing, in case its job got lost: apps with newer readings or another
 * configuration than at their last evaluation, and apps with unresolved notices of a former billing day. Returns how
 * many notices it created.
 */
export async function evaluateMissedLimits(ctx: SweepContext): Promise<number> {
  const at = ctx.now().toISOString();
  const day = ctx.rules.calendar.dayOf(at);
  let total = 0;
  // Every app once, by id: when the billing day ends meanwhile, all apps that were evaluated here would be due again.
  for (let after = 0; ; ) {
    const rows = await ctx.database.prisma.$queryRaw<{ app: number }[]>`
      SELECT app FROM (
        SELECT reading.sdk_app_id AS app FROM usage_reading AS reading
          JOIN app USING (sdk_app_id) LEFT JOIN limit_evaluation AS evaluation USING (sdk_app_id)
        WHERE reading.measured_at > ${at}::timestamptz - make_interval(hours => ${maxLateHours}::int)
          AND reading.measured_at <= ${at}::timestamptz AND reading.day BETWEEN ${day}::date - 1 AND ${day}::date
          AND (evaluation.sdk_app_id IS NULL OR reading.measured_at > evaluation.last_reading_at)
        UNION SELECT evaluation.sdk_app_id FROM limit_evaluation AS evaluation JOIN app USING (sdk_app_id)
        WHERE app.version <> evaluation.app_version
        UNION SELECT evaluation.sdk_app_id FROM limit_evaluation AS evaluation JOIN notice USING (sdk_app_id)
        WHERE notice.kind = ${kind} AND notice.resolved_at IS NULL AND evaluation.billing_day <> ${day}
      ) AS due
      WHERE app > ${after} ORDER BY app LIMIT ${appsPerTransaction}`;
    const apps = rows.map(({ app }) => app);
    total += await evaluateLimits(ctx, apps);
    after = apps.at(-1) ?? after;
    if (apps.length < appsPerTransaction) return total;
  }
}
