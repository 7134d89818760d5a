import type { Validity } from './app.js';
import type { Calendar } from './calendar.js';

/** A validity of `months` calendar months from `at`. */
export function newValidity(at: string, months: number, calendar: Calendar): Validity {
  return { anchor: at, months, until: calendar.addMonths(at, months) };
}

/**
 * The validity of an app created at `createdAt` whose extensions are not known: whole months from its creation, up to
 * the first end that is after `at`.
 */
export function validityFromCreation(
  createdAt: string,
  { months, at }: { readonly months: number; readonly at: string },
  calendar: Calendar,
): Validity {
  const elapsedMonths = monthsBetween(calendar.monthOf(createdAt), calendar.monthOf(at));
  // At most two terms are tried: the end is in the month of `at`, or after it.
  for (let total = Math.max(1, Math.floor(elapsedMonths / months)) * months; ; total += months) {
    const validity = newValidity(createdAt, total, calendar);
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
  readonly months: number;
}

/**
 * The validity after an extension. Before its end, the months are added and counted from the anchor: 31 January,
 * 28 February, 31 March. After its end, a new validity starts at `at`.
 */
export function extended(validity: Validity, { at, months }: Extension, calendar: Calendar): Validity {
  if (at >= validity.until) return newValidity(at, months, calendar);
  return newValidity(validity.anchor, validity.months + months, calendar);
}
