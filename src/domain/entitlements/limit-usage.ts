import type { Label } from '../../i18n/phrase.js';
import type { Subscription } from '../app.js';
import type { Calendar } from '../calendar.js';
import type { Catalogue } from '../catalogue/catalogue.js';
import { limitsOf } from './limits.js';

/** What was measured of a metric: the newest value, when, and of which user or group where it is counted per one. */
export interface UsageReading {
  readonly metric: string;
  /** The day of the billing time zone that it belongs to, YYYY-MM-DD. */
  readonly day: string;
  /** An ISO instant in UTC. */
  readonly at: string;
  readonly value: number;
  /** The fullest user or group; otherwise empty. */
  readonly subject: string;
}

/** How full a limit is. */
export interface LimitUsage extends UsageReading {
  readonly label: Label;
  /** Null is without limit. */
  readonly limit: number | null;
  /** Whole percent of the limit, rounded down: 100 only when nothing more fits. Null where there is no limit. */
  readonly percent: number | null;
}

/** Shares of a limit, in percent: from `near` on somebody should act, at `full` nothing more fits, below `calm` it is over. */
export const thresholds = { warning: 80, reached: 100, rearm: 75 } as const;

/** Readings against an app's limits, tightest first; what has no limit comes last. Metrics unknown to the plan are left out. */
export function limitUsages(catalogue: Catalogue, app: Subscription, readings: readonly UsageReading[]): LimitUsage[] {
  const read = new Map(readings.map((reading) => [reading.metric, reading]));
  return limitsOf(catalogue, app)
    .flatMap(({ id, metric: label, limit }) => {
      const reading = read.get(id);
      return reading ? [{ ...reading, label, limit, percent: percentOf(reading.value, limit) }] : [];
    })
    .sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1));
}

/** Whole percent of a limit, rounded down; null without one. Of a limit of nothing everything is used. */
export function percentOf(value: number, limit: number | null): number | null {
  if (limit === null) return null;
  return limit === 0 ? 100 : Math.floor((value * 100) / limit);
}

/**
 * The readings that still say something at `at`: what is counted over a day or a month is over with it, in the billing
 * time zone. Everything else stands until it is measured again.
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

/** The metric that somebody means: by its id or by its name in any language. Case does not count. */
export function findMetric({ metrics }: Catalogue, text: string): string | null {
  const plain = (name: string) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[\s()_-]/g, '');
  const wanted = plain(text);
  const named = Object.values(metrics).find(({ id, label }) =>
    [id, ...Object.values(label)].map(plain).includes(wanted),
  );
  return named?.id ?? null;
}

/** How full a limit is, as a row of ten; beyond the limit it is simply full. */
export function usageBar(percent: number): string {
  const full = Math.max(0, Math.min(10, Math.floor(percent / 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}
