import { type Configuration, isCharged } from '../app.js';
import type { MonthSpan } from '../calendar.js';

/** A configuration and the time it was in force within a month: from an instant until another, exclusive. */
interface ConfigurationPeriod {
  readonly configuration: Configuration;
  readonly from: string;
  readonly until: string;
}

/**
 * The configurations in force in a month, oldest first. `history` is in the order of writing. If the clock was set back
 * between two entries, the later entry still replaces the earlier one.
 */
export function configurationPeriods(
  history: readonly Configuration[],
  { start, end }: MonthSpan,
): ConfigurationPeriod[] {
  const periods: ConfigurationPeriod[] = [];
  let until = end;
  for (let i = history.length - 1; i >= 0 && until > start; i--) {
    const configuration = history[i];
    if (!configuration || configuration.effectiveFrom >= until) continue;
    const from = configuration.effectiveFrom < start ? start : configuration.effectiveFrom;
    periods.push({ configuration, from, until });
    until = from;
  }
  return periods.reverse();
}

/** Days of a month, from 1, that are charged with one configuration; `last` is included. */
export interface BillingPeriod {
  readonly configuration: Configuration;
  readonly first: number;
  readonly last: number;
}

/**
 * The configuration that each day of the month is charged with, oldest first. Days without one are left out.
 *
 * Decision: a calendar day is charged once, with the last active configuration of that day. So the day of an upgrade
 * and the day on which the app is disabled count.
 */
export function billableDays(history: readonly Configuration[], span: MonthSpan): BillingPeriod[] {
  const periods: BillingPeriod[] = [];
  // Walks backwards: a day belongs to the last active configuration that covers it.
  let claimedFrom = span.days + 1;
  for (const { configuration, from, until } of configurationPeriods(history, span).reverse()) {
    if (!isCharged(configuration)) continue;
    const first = span.dayStarts.findLastIndex((start) => start <= from) + 1;
    const last = span.dayStarts.findLastIndex((start) => start < until) + 1;
    if (first < claimedFrom && first <= last) {
      periods.push({ configuration, first, last: Math.min(last, claimedFrom - 1) });
    }
    claimedFrom = Math.min(claimedFrom, first);
  }
  return periods.reverse();
}
