import type { Validity } from './app.js';
import type { Calendar } from './calendar.js';

/** A validity of `months` calendar months from `at`. */
export function newValidity(at: string, months: number, calendar: Calendar): Validity {
  return { anchor: at, months, until: calendar.addMonths(at, months) };
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
