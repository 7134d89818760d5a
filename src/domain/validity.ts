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

/**
 * The validity of an app created at `createdAt` whose extensions are not known: whole periods from its creation, up to
 * the first end that is after `at`.
 */
export function validityFromCreation(
  createdAt: string,
  { period, at }: { readonly period: ValidityPeriod; readonly at: string },
  calendar: Calendar,
): Validity {
  if ('days' in period) {
    let validity = newValidity(createdAt, period, calendar);
    while (validity.until <= at) validity = newValidity(validity.until, period, calendar);
    return validity;
  }
  const { months } = period;
  const elapsedMonths = monthsBetween(calendar.monthOf(createdAt), calendar.monthOf(at));
  // At most two terms are tried: the end is in the month of `at`, or after it.
  for (let total = Math.max(1, Math.floor(elapsedMonths / months)) * months; ; total += months) {
    const validity = newValidity(createdAt, { months: total }, calendar);
    if (validity.until > at) return validity;
  }
}

/** The longest validity whose anchor is looked for: any day of the month comes back within it. */
const maxAnchorMonths = 12;

/**
 * A validity that ends at `until`, counted from `createdAt` where that leads there in whole months; else from the
 * nearest instant that does.
 */
export function validityUntil(until: string, createdAt: string, calendar: Calendar): Validity {
  const months = monthsBetween(calendar.monthOf(createdAt), calendar.monthOf(until));
  if (months >= 1 && calendar.addMonths(createdAt, months) === until) return { anchor: createdAt, months, until };
  for (let months = 1; months <= maxAnchorMonths; months++) {
    const anchor = calendar.addMonths(until, -months);
    if (calendar.addMonths(anchor, months) === until) return { anchor, months, until };
  }
  return { anchor: calendar.addMonths(until, -1), months: 1, until };
}

/** How many months a month (YYYY-MM) is after another. */
function monthsBetween(from: string, to: string): number {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return index(to) - index(from);
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
