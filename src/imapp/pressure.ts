import type { Label } from '../i18n/phrase.js';
import type { App } from './app.js';
import type { Calendar } from './calendar.js';
import type { Catalogue, Metric } from './catalogue/catalogue.js';
import { limitsOf } from './limits.js';

/** What was measured of a metric: the newest value, when, and of which user or group where it is counted per one. */
export interface Reading {
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
export interface Pressure extends Reading {
  readonly label: Label;
  /** Null is without limit. */
  readonly limit: number | null;
  /** Whole percent of the limit, rounded down: 100 only when nothing more fits. Null where there is no limit. */
  readonly percent: number | null;
}

/** From this much of a limit on, somebody should do something. In percent. */
export const tight = 80;

/** Readings against an app's limits, tightest first; what has no limit comes last. Metrics unknown to the plan are left out. */
export function pressures(
  catalogue: Catalogue,
  app: Pick<App, 'ruleSet' | 'plan' | 'addOns'>,
  readings: readonly Reading[],
): Pressure[] {
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
export function presentReadings(
  { catalogue, calendar }: { readonly catalogue: Catalogue; readonly calendar: Calendar },
  readings: readonly Reading[],
  at: string,
): Reading[] {
  const today = calendar.dayOf(at);
  return readings.filter(({ metric, day }) => {
    const per = catalogue.metrics[metric]?.per;
    if (per === 'day') return day === today;
    return per === 'month' ? day.slice(0, 7) === today.slice(0, 7) : true;
  });
}

/** From which value of a metric on an app is tight: for every plan, and for every item held that moves the limit. */
export interface Threshold {
  readonly plan: string;
  readonly metric: string;
  /** The item that can move the limit, and what an app holds of it as text; null: none, or it is not held. */
  readonly item: string | null;
  readonly held: string | null;
  readonly from: number;
}

/** Every way in which an app can be tight, so that a database can be asked which apps may be. */
export function thresholds(catalogue: Catalogue): Threshold[] {
  return Object.keys(catalogue.plans).flatMap((plan) =>
    Object.values(catalogue.metrics).flatMap((metric) => thresholdsOf(catalogue, plan, metric)),
  );
}

/** An item means the same under every rule set that offers it. */
function thresholdsOf(catalogue: Catalogue, plan: string, { id: metric, extendedBy: item }: Metric): Threshold[] {
  const offered = Object.values(catalogue.ruleSets).flatMap(({ offers }) => offers[plan] ?? []);
  const amounts = new Set(offered.filter((offer) => offer.item === item).flatMap(({ options }) => options));
  const extended = [...amounts].map((amount) => ({ held: String(amount), limit: amount }));
  const plain = catalogue.plans[plan]?.limits[metric] ?? null;
  const limits = plain === null ? extended : [{ held: null, limit: plain }, ...extended];
  return limits.map(({ held, limit }) => ({ plan, metric, item, held, from: Math.ceil((limit * tight) / 100) }));
}

/** The metric that somebody means: by its id or by its name in any language. Case does not count. */
export function metricNamed({ metrics }: Catalogue, text: string): string | null {
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
export function gauge(percent: number): string {
  const full = Math.max(0, Math.min(10, Math.floor(percent / 10)));
  return '▰'.repeat(full) + '▱'.repeat(10 - full);
}
