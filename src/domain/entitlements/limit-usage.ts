import type { Label } from '../../i18n/phrase.js';
import type { Subscription } from '../app.js';
import type { Calendar } from '../calendar.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { limitsOf } from './entitlement-check.js';

/** A reported value of a metric. */
export interface UsageReading {
  readonly metric: string;
  /** The day in the billing time zone, YYYY-MM-DD. */
  readonly day: string;
  /** An ISO instant in UTC. */
  readonly at: string;
  readonly value: number;
  /** Of a metric per user or group: the one with the highest value. Otherwise empty. */
  readonly subject: string;
}

/** A reading compared with the limit of the app. */
export interface LimitUsage extends UsageReading {
  readonly label: Label;
  /** Null is unlimited. */
  readonly limit: number | null;
  /** Percent of the limit, rounded down: 100 means that the limit is reached. Null if there is no limit. */
  readonly percent: number | null;
}

/** Percent of a limit: a notice is created from `warning` and from `reached`, and is resolved below `rearm`. */
export const thresholds = { warning: 80, reached: 100, rearm: 75 } as const;

/** Readings compared with an app's limits, highest percentage first, unlimited last. Metrics that the plan lacks are left out. */
export function limitUsages(catalogue: Catalogue, app: Subscription, readings: readonly UsageReading[]): LimitUsage[] {
  const byMetric = new Map(readings.map((reading) => [reading.metric, reading]));
  return limitsOf(catalogue, app)
    .flatMap(({ id, metric: label, limit }) => {
      const reading = byMetric.get(id);
      return reading ? [{ ...reading, label, limit, percent: percentOf(reading.value, limit) }] : [];
    })
    .sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
}

/** Percent of a limit, rounded down; null if there is no limit. A limit of 0 is always at 100. */
export function percentOf(value: number, limit: number | null): number | null {
  if (limit === null) return null;
  return limit === 0 ? 100 : Math.floor((value * 100) / limit);
}

/**
 * The readings that are valid at `at`. A metric per day or month is valid for that day or month of the billing time
 * zone; other metrics are valid until the next reading.
 */
export function currentReadings(
  { catalogue, calendar }: { readonly catalogue: Catalogue; readonly calendar: Calendar },
  readings: readonly UsageReading[],
  at: string,
): UsageReading[] {
  const today = calendar.dayOf(at);
  return readings.filter(({ metric, day }) => {
    const per = catalogue.metrics[metric]?.per;
    if (per === 'day') return day === today;
    return per === 'month' ? day.slice(0, 7) === today.slice(0, 7) : true;
  });
}

/** The id of the metric with this id or name in any language; null if there is none. Ignores case and punctuation. */
export function findMetric({ metrics }: Catalogue, text: string): string | null {
  const normalized = (name: string) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s()_-]/g, '');
  const name = normalized(text);
  const found = Object.values(metrics).find(({ id, label }) =>
    [id, ...Object.values(label)].map(normalized).includes(name),
  );
  return found?.id ?? null;
}

/** A bar of ten characters for a percentage; full from 100. */
export function usageBar(percent: number): string {
  const full = Math.max(0, Math.min(10, Math.floor(percent / 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}
