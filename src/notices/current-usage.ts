import type { Db } from '../database/queries/apps.js';
import type { Calendar } from '../domain/calendar.js';
import type { Catalogue } from '../domain/catalogue/catalogue.js';

/** Usage of a metric in the current period of its limit. */
interface CurrentUsage {
  readonly metric: string;
  /** The billing day (YYYY-MM-DD) or month (YYYY-MM); empty when the limit has no period. */
  readonly period: string;
  readonly value: number;
  /** The user or group with the highest value; empty for metrics that are counted per app. */
  readonly subject: string;
}

export interface AppUsage {
  readonly usage: readonly CurrentUsage[];
  /** When the newest reading was measured. */
  readonly newest: Date;
}

/**
 * The current usage of these apps, by id. Apps without readings are left out. A metric without a period keeps its last
 * value until it is measured again, however old that is. `at` is an ISO instant in UTC.
 */
export async function currentUsage(
  db: Db,
  apps: readonly number[],
  { at, calendar, catalogue }: { at: string; calendar: Calendar; catalogue: Catalogue },
): Promise<ReadonlyMap<number, AppUsage>> {
  const today = calendar.dayOf(at);
  const month = calendar.monthOf(at);
  const rows = await db.$queryRaw<Row[]>`
    SELECT measured.app, measured.metric, newest.day::text, newest.value::float8, newest.subject,
      greatest(newest.measured_at, recent.measured_at) AS at, recent.peak::float8
    FROM (
        SELECT app, metric FROM unnest(${[...apps]}::int[]) AS app, unnest(${Object.keys(catalogue.metrics)}::text[]) AS metric
      ) AS measured,
      LATERAL (
        SELECT day, measured_at, value, subject FROM usage_reading
        WHERE sdk_app_id = measured.app AND metric = measured.metric AND day <= ${today}::date ORDER BY day DESC LIMIT 1
      ) AS newest,
      LATERAL (
        SELECT max(peak) FILTER (WHERE day >= ${`${month}-01`}::date) AS peak, max(measured_at) AS measured_at FROM usage_reading
        WHERE sdk_app_id = measured.app AND metric = measured.metric
          AND day BETWEEN least(${`${month}-01`}::date, ${today}::date - 1) AND ${today}::date
      ) AS recent`;
  const usageByApp = new Map<number, { usage: CurrentUsage[]; newest: Date }>();
  for (const row of rows) {
    const appUsage = usageByApp.get(row.app) ?? { usage: [], newest: row.at };
    if (row.at > appUsage.newest) appUsage.newest = row.at;
    const usage = usageInPeriod(row, { per: catalogue.metrics[row.metric]?.per, today, month });
    if (usage) appUsage.usage.push(usage);
    usageByApp.set(row.app, appUsage);
  }
  return usageByApp;
}

/** The newest reading of a metric, and the peak of the current month. */
interface Row {
  readonly app: number;
  readonly metric: string;
  readonly day: string;
  readonly value: number;
  readonly peak: number | null;
  readonly subject: string;
  readonly at: Date;
}

/** Null when nothing was measured in the current period yet. */
function usageInPeriod(
  { metric, day, value, peak, subject }: Row,
  { per, today, month }: { per: string | undefined; today: string; month: string },
): CurrentUsage | null {
  if (per === 'day') return day === today ? { metric, period: today, value, subject } : null;
  if (per === 'month') return peak === null ? null : { metric, period: month, value: peak, subject };
  return { metric, period: '', value, subject };
}
