import type { ServiceContext } from '../changes/context.js';
import type { Calendar } from '../domain/calendar.js';

/** What was measured of an app. */
export interface Reading {
  readonly sdkAppId: number;
  readonly metric: string;
  /** A whole number from 0 on. */
  readonly value: number;
  /** When, as an ISO instant in UTC with milliseconds. */
  readonly at: string;
  /** The user or group, for what is counted per user or group; otherwise empty. */
  readonly subject: string;
}

/** A day of a metric as it goes on record: the reading that stands for it, and the highest value. */
interface DayReading extends Reading {
  readonly day: string;
  readonly peak: number;
}

/** The job that looks at limits anew: `{"apps": [ids…]}`, at most a thousand at a time. One after the other: so it works. */
export const evaluateLimitsJob = 'evaluate-limits';
const appsPerJob = 1_000;

/**
 * Puts readings on record, all of them in one statement: one row per app, metric and day of the billing time zone. Of
 * what is counted per app the newest value of the day stands, of what is counted per user or group the fullest one; the
 * highest of the day is kept beside it. The same readings again change nothing. Answers the ids that are no app's; their
 * readings are left out. The metrics must be known.
 */
export async function recordReadings(
  { database: { prisma }, rules }: Pick<ServiceContext, 'database' | 'rules'>,
  readings: readonly Reading[],
): Promise<{ readonly unknownApps: ReadonlySet<number> }> {
  if (readings.length === 0) return { unknownApps: new Set() };
  const rows = perDay(readings, rules.calendar);
  const [written] = await prisma.$queryRaw<{ unknown: number[] | null }[]>`
    WITH asked AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS it(
        "sdkAppId" int, metric text, day date, at timestamptz, value bigint, peak bigint, subject text)
    ), known AS (
      SELECT asked.* FROM asked JOIN app ON app.sdk_app_id = asked."sdkAppId"
    ), kept AS (
      INSERT INTO usage_reading AS held (sdk_app_id, metric, day, measured_at, value, peak, subject)
      SELECT "sdkAppId", metric, day, at, value, peak, subject FROM known ORDER BY "sdkAppId", metric, day
      ON CONFLICT (sdk_app_id, metric, day) DO UPDATE SET
        (measured_at, value, subject) = (SELECT
          CASE WHEN stands THEN excluded.measured_at ELSE held.measured_at END,
          CASE WHEN stands THEN excluded.value ELSE held.value END,
          CASE WHEN stands THEN excluded.subject ELSE held.subject END
          FROM (SELECT CASE WHEN held.subject = excluded.subject
            THEN (excluded.measured_at, excluded.value) > (held.measured_at, held.value)
            ELSE excluded.value > held.value END AS stands) AS decided),
        peak = greatest(held.peak, excluded.peak)
    ), apps AS (
      SELECT DISTINCT "sdkAppId" AS id FROM known
    ), jobs AS (
      SELECT json_build_object('apps', json_agg(id ORDER BY id)) AS payload
      FROM (SELECT id, (row_number() OVER (ORDER BY id) - 1) / ${appsPerJob}::int AS part FROM apps) AS parted GROUP BY part
    )
    SELECT (SELECT array_agg(DISTINCT "sdkAppId") FROM asked WHERE "sdkAppId" NOT IN (SELECT id FROM apps)) AS unknown,
      (SELECT count((graphile_worker.add_job(${evaluateLimitsJob}, payload, queue_name => ${evaluateLimitsJob})).id)::int FROM jobs) AS jobs`;
  return { unknownApps: new Set(written?.unknown ?? []) };
}

/** One row for each app, metric and day, since one statement can write a row only once. */
function perDay(readings: readonly Reading[], calendar: Calendar): DayReading[] {
  const sorted = readings.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const dayOf = daysOf(sorted, calendar);
  const rows = new Map<string, DayReading>();
  for (const reading of sorted) {
    const day = dayOf(reading.at);
    const key = `${reading.sdkAppId} ${reading.metric} ${day}`;
    rows.set(key, joined(rows.get(key), { ...reading, day, peak: reading.value }));
  }
  return [...rows.values()];
}

/** Two readings of a day as one, the later one second: the rule is that of the statement. */
function joined(held: DayReading | undefined, next: DayReading): DayReading {
  if (!held) return next;
  const newer = held.subject === next.subject && next.at > held.at;
  return { ...(newer || next.value > held.value ? next : held), peak: Math.max(held.peak, next.peak) };
}

/** Tells the days of these instants, oldest first. To have the calendar find them one by one would take too long. */
function daysOf(sorted: readonly Reading[], calendar: Calendar): (at: string) => string {
  const last = calendar.dayOf(sorted.at(-1)?.at ?? '');
  const days: { readonly day: string; readonly from: string }[] = [];
  for (let day = calendar.dayOf(sorted[0]?.at ?? ''); day <= last; ) {
    const from = calendar.startOfDay(day);
    days.unshift({ day, from });
    day = calendar.dayOf(calendar.addDays(from, 1));
  }
  return (at) => days.find(({ from }) => from <= at)?.day ?? calendar.dayOf(at);
}
