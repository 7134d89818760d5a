import type { Validity } from './app.js';
import type { Calendar } from './calendar.js';
import type { RuleSet } from './catalogue/catalogue.js';

/** How long a free plan is valid at a time: calendar months, or days. */
export type ValidityPeriod = { readonly months: number } | { readonly days: number };

/** How long the free plan of a rule set is valid at a time; null: without end. */
export function freeValidity({
  freeValidityMonths: months,
  freeValidityDays: days,
}: Pick<RuleSet, 'freeValidityMonths' | 'freeValidityDays'>): ValidityPeriod | null {
  if (months !== null) return { months };
  return days === null ? null : { days };
}

/**
 * A validity of a period from `at`. One in days does not drift with the lengths of months: its anchor is its end.
 */
export function newValidity(at: string, period: ValidityPeriod, calendar: Calendar): Validity {
  if ('months' in period) {
    const { months } = period;
    return { anchor: at, months, until: calendar.addMonths(at, months) };
  }
  const until = calendar.addDays(at, period.days);
  return { anchor: until, months: 0, until };
}

interface Extension {
  /** The instant of the extension. */
  readonly at: string;
  readonly period: ValidityPeriod;
}

/**
 * The validity after an extension. Before its end, the period is added; months are counted from the anchor: 31 January,
 * 28 February, 31 March. After its end, a new validity starts at `at`.
 */
export function extended(validity: Validity, { at, period }: Extension, calendar: Calendar): Validity {
  if (at >= validity.until) return newValidity(at, period, calendar);
  return 'months' in period
    ? newValidity(validity.anchor, { months: validity.months + period.months }, calendar)
    : newValidity(validity.until, period, calendar);
}
