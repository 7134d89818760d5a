import type { Configuration } from '../app.js';
import type { MonthSpan } from '../calendar.js';

/** A configuration for as long as it was in force within a month: from one instant until another, not included. */
interface ConfigurationPeriod {
  readonly configuration: Configuration;
  readonly from: string;
  readonly until: string;
}

/**
 * What was in force in a month, oldest first. `history` is in the order in which it was written; a clock that was set
 * back in between does not bring an older configuration back.
 */
export function configurationPeriods(
  history: readonly Configuration[],
  { start, end }: MonthSpan,
): ConfigurationPeriod[] {
  const found: ConfigurationPeriod[] = [];
  let until = end;
  for (let i = history.length - 1; i >= 0 && until > start; i--) {
    const configuration = history[i];
    if (!configuration || configuration.from >= until) continue;
    const from = configuration.from < start ? start : configuration.from;
    found.push({ configuration, from, until });
    until = from;
  }
  return found.reverse();
}

/** Days of a month, numbered from 1, that are charged at one configuration. */
export interface BillingPeriod {
  readonly configuration: Configuration;
  readonly first: number;
  readonly last: number;
}

/**
 * Which configuration each day of the month is charged at, oldest first; days without any are left out.
 *
 * Decision: a calendar day is charged once, at the last active configuration of that day. So the day of upgrading and
 * the day of disabling count.
 */
export function billableDays(history: readonly Configuration[], span: MonthSpan): BillingPeriod[] {
  const found: BillingPeriod[] = [];
  let claimed = span.days + 1;
  for (const { configuration, from, until } of configurationPeriods(history, span).reverse()) {
    if (configuration.state !== 'active') continue;
    const first = span.dayStarts.findLastIndex((start) => start <= from) + 1;
    const last = span.dayStarts.findLastIndex((start) => start < until) + 1;
    if (first < claimed && first <= last) found.push({ configuration, first, last: Math.min(last, claimed - 1) });
    claimed = Math.min(claimed, first);
  }
  return found.reverse();
}
