import type { Validity } from './app.js';
import type { Calendar } from './calendar.js';

/** A validity of so many calendar months from `at` on. */
export function newValidity(at: string, months: number, calendar: Calendar): Validity {
  return { anchor: at, months, until: calendar.addMonths(at, months) };
}

/**
 * One month more. Before it has ended, the end moves by a month, counted from the anchor: 31 Jan, 28 Feb, 31 Mar.
 * Once it has ended, a new month begins at `at`.
 */
export function extended(validity: Validity, at: string, calendar: Calendar): Validity {
  if (at >= validity.until) return newValidity(at, 1, calendar);
  return newValidity(validity.anchor, validity.months + 1, calendar);
}
