import type { Validity } from './app.js';
import type { Calendar } from './calendar.js';

/** A validity of so many calendar months from `at` on. */
export function newValidity(at: string, months: number, calendar: Calendar): Validity {
  return { anchor: at, months, until: calendar.addMonths(at, months) };
}

/** How it is extended: by so many calendar months, at this instant. */
interface Extension {
  readonly at: string;
  readonly months: number;
}

/**
 * So many months more. Before it has ended, the end moves, counted from the anchor: 31 Jan, 28 Feb, 31 Mar.
 * Once it has ended, a new validity begins at `at`.
 */
export function extended({ anchor, ...was }: Validity, { at, months }: Extension, calendar: Calendar): Validity {
  if (at >= was.until) return newValidity(at, months, calendar);
  return newValidity(anchor, was.months + months, calendar);
}
