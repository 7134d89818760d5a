import type { Reader } from '../../database/queries/apps.js';
import type { Calendar } from '../../imapp/calendar.js';
import type { Catalogue } from '../../imapp/catalogue/catalogue.js';

/** Usage of a metric as it counts now: over the period that its limit is for. */
export interface UsageNow {
  readonly metric: string;
  /** Empty; or the billing day or month. */
  readonly period: string;
  readonly value: number;
  /** The fullest user or group. */
  readonly subject: string;
}

export interface Measured {
  readonly usage: readonly UsageNow[];
  readonly newest: Date;
}

/** How far back a reading still tells of now, in days: at least a month. */
const memoryDays = 35;

/** What was measured of these apps, by id; apps without readings are left out. `at` is an ISO instant. */
export async function usageNow(
  db: Reader,
  apps: readonly number[],
  { at, calendar, catalogue }: { at: string; calendar: Calendar; catalogue: Catalogue },
): Promise<ReadonlyMap<number, Measured>> {
  const today = calendar.dayOf(at);
  const month = calendar.monthOf(at);
  const rows = await db.$queryRaw<Row[]>`
    SELECT DISTINCT ON (sdk_app_id, metric) sdk_app_id AS app, metric, day::text, value::float8, subject,
      max(peak) FILTER (WHERE day >= ${`${month}-01`}::date) OVER each::float8 AS peak,
      max(at) OVER (PARTITION BY sdk_app_id) AS newest
    FROM usage_reading
    WHERE sdk_app_id = ANY(${[...apps]}) AND day > ${today}::date - ${memoryDays}::int AND day <= ${today}::date
    WINDOW each AS (PARTITION BY sdk_app_id, metric)
    ORDER BY sdk_app_id, metric, day DESC`;
  const measured = new Map<number, { usage: UsageNow[]; newest: Date }>();
  for (const row of rows) {
    const known = measured.get(row.app) ?? { usage: [], newest: row.newest };
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
  readonly newest: Date;
}

/** Null: nothing was measured in the period yet. */
function countedNow(
  { metric, day, value, peak, subject }: Row,
  { per, today, month }: { per: string | undefined; today: string; month: string },
): UsageNow | null {
  if (per === 'day') return day === today ? { metric, period: today, value, subject } : null;
  if (per === 'month') return peak === null ? null : { metric, period: month, value: peak, subject };
  return { metric, period: '', value, subject };
}
