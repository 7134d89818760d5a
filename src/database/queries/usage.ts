import type { UsageReading } from '../../domain/entitlements/limit-usage.js';
import type { Db } from './apps.js';

/** A metric on one day (YYYY-MM-DD) of the billing time zone: its recorded and its highest value. */
export interface DayReading {
  readonly day: string;
  readonly value: number;
  readonly peak: number;
}

/**
 * The newest reading of each of the metrics, for each of the apps; apps without readings are absent. Costs one index
 * lookup per app and metric, whatever the number of readings.
 */
export async function latestReadings(
  db: Db,
  apps: readonly number[],
  metrics: readonly string[],
): Promise<ReadonlyMap<number, readonly UsageReading[]>> {
  if (apps.length === 0) return new Map();
  const rows = await db.$queryRaw<(UsageReading & { sdkAppId: number })[]>`
    SELECT measured.app AS "sdkAppId", measured.metric, newest.day::text, newest.value::float8, newest.subject,
      to_char(newest.measured_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
    FROM (SELECT app, metric FROM unnest(${apps}::int[]) AS app, unnest(${metrics}::text[]) AS metric) AS measured,
      LATERAL (
        SELECT day, measured_at, value, subject FROM usage_reading
        WHERE sdk_app_id = measured.app AND metric = measured.metric ORDER BY day DESC LIMIT 1
      ) AS newest`;
  const found = new Map<number, UsageReading[]>();
  for (const { sdkAppId, ...reading } of rows) found.set(sdkAppId, [...(found.get(sdkAppId) ?? []), reading]);
  return found;
}

/** Whether a month (YYYY-MM) takes readings: it is neither closed nor being closed. */
export async function takesReadings(db: Db, month: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ open: boolean }[]>`SELECT takes_readings(${month}) AS open`;
  return row?.open === true;
}

/** Whether any of these apps has a reading. */
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

/** A metric of an app from a day on, oldest first. Days without a reading are absent. */
export async function dailyReadings(
  db: Db,
  { sdkAppId, metric, from }: { sdkAppId: number; metric: string; from: string },
): Promise<readonly DayReading[]> {
  return db.$queryRaw<DayReading[]>`
    SELECT day::text, value::float8, peak::float8 FROM usage_reading
    WHERE sdk_app_id = ${sdkAppId} AND metric = ${metric} AND day >= ${from}::date ORDER BY day`;
}

/** The apps with recorded threshold crossings, highest threshold first. */
export async function appsOverThreshold(db: Db, limit: number): Promise<readonly number[]> {
  const rows = await db.limitCrossing.groupBy({
    by: ['sdkAppId'],
    _max: { thresholdPercent: true, crossedAt: true },
    orderBy: [{ _max: { thresholdPercent: 'desc' } }, { _max: { crossedAt: 'desc' } }],
    take: limit,
  });
  return rows.map(({ sdkAppId }) => sdkAppId);
}
