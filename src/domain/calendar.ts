import { DateTime, IANAZone } from 'luxon';

/** Months, days and dates of one time zone. Instants are ISO 8601 in UTC; months YYYY-MM; days YYYY-MM-DD. */
export interface Calendar {
  readonly timeZone: string;
  monthOf(at: string): string;
  dayOf(at: string): string;
  startOfDay(day: string): string;
  startOfMonth(month: string): string;
  /** The first instant of the month after the one that `at` is in. */
  nextMonthStart(at: string): string;
  /** The same time of day, so many calendar days later. */
  addDays(at: string, days: number): string;
  /** The same day and time of day, so many months later; the month's last day where it has no such day. */
  addMonths(at: string, months: number): string;
  daysIn(month: string): number;
  /** A month from its first instant to the first of the next. */
  spanOf(month: string): MonthSpan;
}

export interface MonthSpan {
  readonly month: string;
  readonly next: string;
  readonly start: string;
  readonly end: string;
  readonly days: number;
  /** The first instant of each of its days. */
  readonly dayStarts: readonly string[];
}

const spansKept = 600;

/** Whether there is such an IANA time zone: other names of a zone are as good. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The calendar of an IANA time zone. Throws when there is no such zone. */
export function calendarIn(timeZone: string): Calendar {
  if (!isTimeZone(timeZone)) throw new Error(`"${timeZone}" is no IANA time zone.`);
  const there = (iso: string) => {
    const time = DateTime.fromISO(iso, { zone: timeZone });
    if (!time.isValid) throw new Error(`"${iso}" is no instant, day or month.`);
    return time;
  };
  const instant = (time: DateTime) => time.toUTC().toISO() ?? '';
  // Where clocks go back over midnight there are two midnights: a day begins with the first.
  const beginning = (time: DateTime) => instant(time.getPossibleOffsets()[0] ?? time);
  const spans = new Map<string, MonthSpan>();
  const spanOf = (month: string): MonthSpan => {
    const first = there(month).startOf('month');
    const next = first.plus({ months: 1 });
    const ends = { start: beginning(first), end: beginning(next.startOf('month')) };
    const days = first.daysInMonth ?? 0;
    const dayStarts = Array.from({ length: days }, (_, day) => beginning(first.plus({ days: day }).startOf('day')));
    return { month, next: next.toFormat('yyyy-MM'), ...ends, days, dayStarts };
  };
  return {
    timeZone,
    monthOf: (at) => there(at).toFormat('yyyy-MM'),
    dayOf: (at) => there(at).toFormat('yyyy-MM-dd'),
    startOfDay: (day) => beginning(there(day).startOf('day')),
    startOfMonth: (month) => beginning(there(month).startOf('month')),
    nextMonthStart: (at) => beginning(there(at).startOf('month').plus({ months: 1 }).startOf('month')),
    addDays: (at, days) => instant(there(at).plus({ days })),
    addMonths: (at, months) => instant(there(at).plus({ months })),
    daysIn: (month) => there(month).daysInMonth ?? 0,
    spanOf(month) {
      const known = spans.get(month) ?? spanOf(month);
      // The few months that are asked for again and again; whoever asks for any month must not fill the memory.
      if (spans.size < spansKept) spans.set(month, known);
      return known;
    },
  };
}
