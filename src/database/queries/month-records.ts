import type { AddOns, Configuration } from '../../domain/app.js';
import type { Peak } from '../../domain/billing/line-item.js';
import type { Db } from './apps.js';

/** What a month of an app is charged by. */
interface MonthRecord {
  readonly sdkAppId: number;
  readonly history: readonly Configuration[];
  readonly peaks: readonly Peak[];
}

interface MonthRecordsQuery {
  readonly month: string;
  /** The first instant of the month, and of the next. */
  readonly start: string;
  readonly end: string;
  /** The metrics whose overage is charged. */
  readonly metrics: readonly string[];
  /** Apps with a greater id than this, the first so many of them. */
  readonly after: number;
  readonly limit: number;
}

interface Row {
  readonly sdk_app_id: number;
  readonly history:
    | readonly (Omit<Configuration, 'ruleSet' | 'addOns'> & { rule_set: string; add_ons: AddOns })[]
    | null;
  readonly peaks: readonly Peak[] | null;
}

/**
 * The records of a month for the next apps in the order of their ids that have no frozen statement of it; and the last
 * id that was looked at, null when there are no more. Of each history there is what bears on the month: its
 * configurations, the one with which it began, and the one before, by which a change of plan is seen.
 */
export async function monthRecords(
  db: Db,
  asked: MonthRecordsQuery,
): Promise<{ readonly records: readonly MonthRecord[]; readonly last: number | null }> {
  const { month, start, end, metrics, after, limit } = asked;
  const apps = await db.app.findMany({
    where: { sdkAppId: { gt: after } },
    orderBy: { sdkAppId: 'asc' },
    take: limit,
    select: { sdkAppId: true },
  });
  const ids = apps.map(({ sdkAppId }) => sdkAppId);
  const rows = await db.$queryRaw<Row[]>`
    SELECT id AS sdk_app_id, (
      SELECT json_agg(json_build_object('from', to_char(h.effective_from, ${isoFormat}), 'operation', h.operation,
        'rule_set', h.rule_set, 'plan', h.plan, 'add_ons', h.add_ons, 'state', h.state, 'changed', h.used_allowances) ORDER BY h.version)
      FROM app_history h WHERE h.sdk_app_id = id AND h.effective_from < ${end}::timestamptz AND h.version >= (
        SELECT coalesce(max(version), 1) - 1 FROM app_history WHERE sdk_app_id = id AND effective_from <= ${start}::timestamptz)
    ) AS history, (
      SELECT json_agg(json_build_object('metric', metric, 'day', to_char(day, 'YYYY-MM-DD'), 'value', peak))
      FROM usage_reading WHERE sdk_app_id = id AND metric = ANY(${metrics}::text[])
        AND day >= ${`${month}-01`}::date AND day < ${`${month}-01`}::date + interval '1 month'
    ) AS peaks
    FROM unnest(${ids}::int[]) AS id
    WHERE NOT EXISTS (SELECT FROM statement WHERE statement.sdk_app_id = id AND statement.month = ${month})`;
  return { records: rows.map(toRecord), last: ids.length < limit ? null : (ids.at(-1) ?? null) };
}

const isoFormat = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

function toRecord({ sdk_app_id: sdkAppId, history, peaks }: Row): MonthRecord {
  const configurations = (history ?? []).map(({ rule_set: ruleSet, add_ons: addOns, ...others }) => ({
    ...others,
    ruleSet,
    addOns,
  }));
  return { sdkAppId, history: configurations, peaks: peaks ?? [] };
}

/** The last month whose statements are all frozen, or null. */
export async function lastClosed(db: Db): Promise<string | null> {
  const row = await db.closedMonth.findFirst({ orderBy: { month: 'desc' } });
  return row?.month ?? null;
}

/** Since when there are apps, or null. */
export async function firstConfiguration(db: Db): Promise<string | null> {
  const row = await db.appHistory.findFirst({ orderBy: { effectiveFrom: 'asc' }, select: { effectiveFrom: true } });
  return row?.effectiveFrom.toISOString() ?? null;
}
