import type { AddOns, Configuration } from '../../domain/app.js';
import type { Peak } from '../../domain/billing/line-item.js';
import type { Db } from './apps.js';

/** What the statement of an app for a month is computed from. */
interface MonthRecord {
  readonly sdkAppId: number;
  readonly dataCenter: string;
  readonly history: readonly Configuration[];
  readonly peaks: readonly Peak[];
}

interface MonthRecordsQuery {
  readonly month: string;
  /** The first instant of the month and of the next one: ISO in UTC. */
  readonly start: string;
  readonly end: string;
  /** The metrics with overage fees. */
  readonly metrics: readonly string[];
  /** The first `limit` apps with a greater id than this. */
  readonly after: number;
  readonly limit: number;
  /** Only these apps, if given. */
  readonly only?: readonly number[] | undefined;
}

interface Row {
  readonly sdk_app_id: number;
  readonly data_center: string;
  readonly history:
    | readonly (Omit<Configuration, 'ruleSet' | 'addOns'> & { rule_set: string; add_ons: AddOns })[]
    | null;
  readonly peaks: readonly Peak[] | null;
}

/**
 * The records of a month for the next apps, by id, without those that have a frozen statement of it, and those that were
 * registered later. `last`: the last id that was read, null when there are no more apps. A history has what is relevant
 * to the month: its configurations, the one in effect at its start, and the one before that, which shows a change of plan.
 */
export async function monthRecords(
  db: Db,
  query: MonthRecordsQuery,
): Promise<{ readonly records: readonly MonthRecord[]; readonly last: number | null }> {
  const { month, start, end, metrics, after, limit, only } = query;
  const apps = await db.app.findMany({
    where: {
      sdkAppId: { gt: after, ...(only && { in: [...only] }) },
      OR: [{ registeredAt: null }, { registeredAt: { lt: end } }],
    },
    orderBy: { sdkAppId: 'asc' },
    take: limit,
    select: { sdkAppId: true },
  });
  const ids = apps.map(({ sdkAppId }) => sdkAppId);
  const rows = await db.$queryRaw<Row[]>`
    SELECT id AS sdk_app_id, data_center, (
      SELECT json_agg(json_build_object('effectiveFrom', to_char(h.effective_from, ${isoFormat}), 'operation', h.operation,
        'rule_set', h.rule_set, 'plan', h.plan, 'add_ons', h.add_ons, 'state', h.state, 'usedAllowances', h.used_allowances, 'retired', h.retired) ORDER BY h.version)
      FROM app_history h WHERE h.sdk_app_id = id AND h.effective_from < ${end}::timestamptz AND h.version >= coalesce((
        SELECT max(version) FROM app_history WHERE sdk_app_id = id AND version < (
          SELECT max(version) FROM app_history WHERE sdk_app_id = id AND effective_from <= ${start}::timestamptz)), 1)
    ) AS history, (
      SELECT json_agg(json_build_object('metric', metric, 'day', to_char(day, 'YYYY-MM-DD'), 'value', peak))
      FROM usage_reading WHERE sdk_app_id = id AND metric = ANY(${metrics}::text[])
        AND day >= ${`${month}-01`}::date AND day < ${`${month}-01`}::date + interval '1 month'
    ) AS peaks
    FROM unnest(${ids}::int[]) AS id JOIN app ON app.sdk_app_id = id
    WHERE NOT EXISTS (SELECT FROM statement WHERE statement.sdk_app_id = id AND statement.month = ${month})`;
  return { records: rows.map(toRecord), last: ids.length < limit ? null : (ids.at(-1) ?? null) };
}

const isoFormat = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';

function toRecord({ sdk_app_id: sdkAppId, data_center: dataCenter, history, peaks }: Row): MonthRecord {
  const configurations = (history ?? []).map(({ rule_set: ruleSet, add_ons: addOns, ...others }) => ({
    ...others,
    ruleSet,
    addOns,
  }));
  return { sdkAppId, dataCenter, history: configurations, peaks: peaks ?? [] };
}

/** The last month that was closed (YYYY-MM), or null. */
export async function lastClosed(db: Db): Promise<string | null> {
  const row = await db.closedMonth.findFirst({ orderBy: { month: 'desc' } });
  return row?.month ?? null;
}

/** When the first app came into care: an ISO instant in UTC, or null. */
export async function firstRegistration(db: Db): Promise<string | null> {
  const [row] = await db.$queryRaw<{ first: string | null }[]>`
    SELECT to_iso8601(min(coalesce(app.registered_at, first_configuration.effective_from))) AS first
    FROM app JOIN app_history AS first_configuration USING (sdk_app_id) WHERE first_configuration.version = 1`;
  return row?.first ?? null;
}
