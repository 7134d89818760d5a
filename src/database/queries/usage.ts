import type { UsageReading } from '../../domain/entitlements/limit-usage.js';
import type { Db } from './apps.js';

/** What a metric came to on a day: its newest and its highest value. Days are of the billing time zone. */
export interface DayReading {
  readonly day: string;
  readonly value: number;
  readonly peak: number;
}

/**
 * The newest reading of each of the metrics, for each of the apps; apps without readings are absent. One look into the
 * index per app and metric, however long they have been measured.
 */
export async function latestReadings(
  db: Db,
  apps: readonly number[],
  metrics: readonly string[],
): Promise<ReadonlyMap<number, readonly UsageReading[]>> {
  if (apps.length === 0) return new Map();
  const rows = await db.$queryRaw<(UsageReading & { sdkAppId: number })[]>`
    SELECT it.app AS "sdkAppId", it.metric, newest.day::text, newest.value::float8, newest.subject,
      to_char(newest.measured_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM (SELECT app, metric FROM unnest(${apps}::int[]) AS app, unnest(${metrics}::text[]) AS metric) AS it,
      LATERAL (
        SELECT day, measured_at, value, subject FROM usage_reading
        WHERE sdk_app_id = it.app AND metric = it.metric ORDER BY day DESC LIMIT 1
      ) AS newest`;
  const found = new Map<number, UsageReading[]>();
  for (const { sdkAppId, ...reading } of rows) found.set(sdkAppId, [...(found.get(sdkAppId) ?? []), reading]);
  return found;
}

/** Whether anything was ever measured of one of these apps. */
export async function anyMeasured(db: Db, apps: readonly number[]): Promise<boolean> {
  const where = { sdkAppId: { in: [...apps] } };
  return (await db.usageReading.findFirst({ where, select: { sdkAppId: true } })) !== null;
}

/** The newest reading of each of the metrics of one app. */
export async function readingsOf(
  db: Db,
  sdkAppId: number,
  metrics: readonly string[],
): Promise<readonly UsageReading[]> {
  return (await latestReadings(db, [sdkAppId], metrics)).get(sdkAppId) ?? [];
}

/** One metric of an app from a day on, oldest first. Days that were not measured are absent. */
export async function daysOf(
  db: Db,
  { sdkAppId, metric, from }: { sdkAppId: number; metric: string; from: string },
): Promise<readonly DayReading[]> {
  return db.$queryRaw<DayReading[]>`
    SELECT day::text, value::float8, peak::float8 FROM usage_reading
    WHERE sdk_app_id = ${sdkAppId} AND metric = ${metric} AND day >= ${from}::date ORDER BY day`;
}

/** The apps that have reached a level of a limit and not come down from it, those at the highest level first. */
export async function appsOverThreshold(db: Db, limit: number): Promise<readonly number[]> {
  const rows = await db.limitCrossing.groupBy({
    by: ['sdkAppId'],
    _max: { thresholdPercent: true, crossedAt: true },
    orderBy: [{ _max: { thresholdPercent: 'desc' } }, { _max: { crossedAt: 'desc' } }],
    take: limit,
  });
  return rows.map(({ sdkAppId }) => sdkAppId);
}
