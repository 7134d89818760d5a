import type { ServiceContext } from '../changes/context.js';
import type { Calendar } from '../domain/calendar.js';

/** A usage reading as reported, by a program or by Tencent. */
export interface ReportedReading {
  readonly sdkAppId: number;
  readonly metric: string;
  /** A whole number, at least 0. */
  readonly value: number;
  /** When it was measured: an ISO instant in UTC with milliseconds. */
  readonly at: string;
  /** The user or group, for metrics that are counted per user or group; otherwise empty. */
  readonly subject: string;
}

/** The row of a metric and billing day: its representative reading, and the highest value. */
interface ReadingRow extends ReportedReading {
  readonly day: string;
  readonly peak: number;
}

/**
 * Re-evaluates limits. Its payload: `{"apps": [ids…]}`, at most 1,000 per job. Jobs share one queue, so they run
 * serially.
 */
export const evaluateLimitsJob = 'evaluate-limits';
const appsPerJob = 1_000;

/**
 * Records readings in one statement: one row per app, metric and day of the billing time zone. The row has the newest
 * value of the day for metrics per app, the highest for metrics per user or group, and the peak of the day. Idempotent.
 * Left out are readings of unknown apps and of months that are closed; both are returned, so that accepted means counted.
 * Those that were measured before their day was put right change nothing. The metrics must be known ones.
 */
export async function recordReadings(
  { database: { prisma }, rules }: Pick<ServiceContext, 'database' | 'rules'>,
  readings: readonly ReportedReading[],
): Promise<LeftOut> {
  if (readings.length === 0) return { unknownApps: new Set(), closedMonths: new Set() };
  const rows = perDay(readings, rules.calendar);
  const [row] = await prisma.$queryRaw<{ unknown: number[] | null; closed: string[] | null }[]>`
    WITH new_readings AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS new_reading(
        "sdkAppId" int, metric text, day date, at timestamptz, value bigint, peak bigint, subject text)
    ), months AS MATERIALIZED (
      SELECT month, takes_readings(month) AS open FROM (SELECT DISTINCT to_char(day, 'YYYY-MM') AS month FROM new_readings) AS its
    ), known AS (
      SELECT new_readings.*, open FROM new_readings JOIN app ON app.sdk_app_id = new_readings."sdkAppId"
        JOIN months ON month = to_char(day, 'YYYY-MM')
    ), reading_rows AS (
      INSERT INTO usage_reading AS recorded (sdk_app_id, metric, day, measured_at, value, peak, subject)
      SELECT "sdkAppId", metric, day, at, value, peak, subject FROM known WHERE open ORDER BY "sdkAppId", metric, day
      ON CONFLICT (sdk_app_id, metric, day) DO UPDATE SET
        (measured_at, value, subject) = (SELECT
          CASE WHEN replaces THEN excluded.measured_at ELSE recorded.measured_at END,
          CASE WHEN replaces THEN excluded.value ELSE recorded.value END,
          CASE WHEN replaces THEN excluded.subject ELSE recorded.subject END
          FROM (SELECT CASE WHEN excluded.measured_at <= recorded.corrected_at THEN false WHEN recorded.subject = excluded.subject
            THEN (excluded.measured_at, excluded.value) > (recorded.measured_at, recorded.value)
            ELSE excluded.value > recorded.value END AS replaces) AS decision),
        peak = CASE WHEN excluded.measured_at <= recorded.corrected_at THEN recorded.peak
          ELSE greatest(recorded.peak, excluded.peak) END
    ), apps AS (
      SELECT "sdkAppId" AS id, bool_or(open) AS written FROM known GROUP BY id
    ), jobs AS (
      SELECT json_build_object('apps', json_agg(id ORDER BY id)) AS payload
      FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${appsPerJob}::int AS part FROM apps WHERE written) AS numbered GROUP BY part
    )
    SELECT (SELECT array_agg(DISTINCT "sdkAppId") FROM new_readings WHERE "sdkAppId" NOT IN (SELECT id FROM apps)) AS unknown,
      (SELECT array_agg(month) FROM months WHERE NOT open) AS closed,
      (SELECT count((graphile_worker.add_job(${evaluateLimitsJob}, payload, queue_name => ${evaluateLimitsJob})).id)::int FROM jobs) AS jobs`;
  return { unknownApps: new Set(row?.unknown ?? []), closedMonths: new Set(row?.closed ?? []) };
}

/** Why readings were left out: there is no such app, or their month (YYYY-MM) takes no more of them. */
interface LeftOut {
  readonly unknownApps: ReadonlySet<number>;
  readonly closedMonths: ReadonlySet<string>;
}

/** One row for each app, metric and day, since one statement can write a row only once. */
function perDay(readings: readonly ReportedReading[], calendar: Calendar): ReadingRow[] {
  const sorted = readings.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const billingDayOf = billingDayLookup(sorted, calendar);
  const rows = new Map<string, ReadingRow>();
  for (const reading of sorted) {
    const day = billingDayOf(reading.at);
    const key = `${reading.sdkAppId} ${reading.metric} ${day}`;
    rows.set(key, mergeReadings(rows.get(key), { ...reading, day, peak: reading.value }));
  }
  return [...rows.values()];
}

/** Merges two readings of a day, by the same rule as the statement. `next` is not older than `recorded`. */
function mergeReadings(recorded: ReadingRow | undefined, next: ReadingRow): ReadingRow {
  if (!recorded) return next;
  const newer = recorded.subject === next.subject && next.at > recorded.at;
  return { ...(newer || next.value > recorded.value ? next : recorded), peak: Math.max(recorded.peak, next.peak) };
}

/**
 * Returns a lookup of the billing day of each reading; `sorted` is oldest first. Day boundaries are computed once for
 * all: a calendar lookup per reading is too slow.
 */
function billingDayLookup(sorted: readonly ReportedReading[], calendar: Calendar): (at: string) => string {
  const last = calendar.dayOf(sorted.at(-1)?.at ?? '');
  const days: { readonly day: string; readonly from: string }[] = [];
  for (let day = calendar.dayOf(sorted[0]?.at ?? ''); day <= last; ) {
    const from = calendar.startOfDay(day);
    days.unshift({ day, from });
    day = calendar.dayOf(calendar.addDays(from, 1));
  }
  return (at) => days.find(({ from }) => from <= at)?.day ?? calendar.dayOf(at);
}
