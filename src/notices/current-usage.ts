import type { Db } from '../database/queries/apps.js';
import type { Calendar } from '../domain/calendar.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';

/** Usage of a metric as it counts now: over the period that its limit is for. */
interface CurrentUsage {
  readonly metric: string;
  /** Empty; or the billing day or month. */
  readonly period: string;
  readonly value: number;
  /** The fullest user or group. */
  readonly subject: string;
}

export interface Measured {
  readonly usage: readonly CurrentUsage[];
  readonly newest: Date;
}

/**
 * What was measured of these apps, by id; apps without readings are left out. What is not counted over a day or month
 * stands until it is measured again, however long ago that was. `at` is an ISO instant.
 */
export async function currentUsage(
  db: Db,
  apps: readonly number[],
  { at, calendar, catalogue }: { at: string; calendar: Calendar; catalogue: Catalogue },
): Promise<ReadonlyMap<number, Measured>> {
  const today = calendar.dayOf(at);
  const month = calendar.monthOf(at);
  const rows = await db.$queryRaw<Row[]>`
    SELECT it.app, it.metric, newest.day::text, newest.value::float8, newest.subject,
      greatest(newest.measured_at, recent.measured_at) AS at, recent.peak::float8
    FROM (SELECT app, metric FROM unnest(${[...apps]}::int[]) AS app, unnest(${Object.keys(catalogue.metrics)}::text[]) AS metric) AS it,
      LATERAL (
        SELECT day, measured_at, value, subject FROM usage_reading
        WHERE sdk_app_id = it.app AND metric = it.metric AND day <= ${today}::date ORDER BY day DESC LIMIT 1
      ) AS newest,
      LATERAL (
        SELECT max(peak) FILTER (WHERE day >= ${`${month}-01`}::date) AS peak, max(measured_at) AS measured_at FROM usage_reading
        WHERE sdk_app_id = it.app AND metric = it.metric
          AND day BETWEEN least(${`${month}-01`}::date, ${today}::date - 1) AND ${today}::date
      ) AS recent`;
  const measured = new Map<number, { usage: CurrentUsage[]; newest: Date }>();
  for (const row of rows) {
    const known = measured.get(row.app) ?? { usage: [], newest: row.at };
    if (row.at > known.newest) known.newest = row.at;
    const now = countedNow(row, { per: catalogue.metrics[row.metric]?.per, today, month });
    if (now) known.usage.push(now);
    measured.set(row.app, known);
  }
  return measured;
}

interface Row {
  readonly app: number;
  readonly metric: string;
  readonly day: string;
  readonly value: number;
  readonly peak: number | null;
  readonly subject: string;
  readonly at: Date;
}

/** Null: nothing was measured in the period yet. */
function countedNow(
  { metric, day, value, peak, subject }: Row,
  { per, today, month }: { per: string | undefined; today: string; month: string },
): CurrentUsage | null {
  if (per === 'day') return day === today ? { metric, period: today, value, subject } : null;
  if (per === 'month') return peak === null ? null : { metric, period: month, value: peak, subject };
  return { metric, period: '', value, subject };
}
