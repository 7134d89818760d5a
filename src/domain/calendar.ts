import { DateTime, IANAZone } from 'luxon';

/** Months, days and dates of one time zone. Instants are ISO 8601 in UTC; months YYYY-MM; days YYYY-MM-DD. */
export interface Calendar {
  readonly timeZone: string;
  monthOf(at: string): string;
  dayOf(at: string): string;
  startOfDay(day: string): string;
  startOfMonth(month: string): string;
  /** The first instant of the calendar period that `at` is in; weeks begin on Monday. */
  startOfPeriod(at: string, period: CalendarPeriod): string;
  /** The first instant of the next calendar period. */
  nextPeriodStart(at: string, period: CalendarPeriod): string;
  /** The instant `days` calendar days later, at the same time of day. */
  addDays(at: string, days: number): string;
  /** The instant `months` later, on the same day at the same time; on the month's last day if it has no such day. */
  addMonths(at: string, months: number): string;
  daysIn(month: string): number;
  spanOf(month: string): MonthSpan;
}

export type CalendarPeriod = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A month, from its first instant to the first instant of the next. */
export interface MonthSpan {
  readonly month: string;
  /** The next month, YYYY-MM. */
  readonly next: string;
  readonly start: string;
  /** Exclusive: the start of the next month. */
  readonly end: string;
  readonly days: number;
  /** The first instant of each of its days. */
  readonly dayStarts: readonly string[];
}

const maxCachedSpans = 600;

/** Whether this is the name of an IANA time zone. Aliases are accepted. */
export function isTimeZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The calendar of an IANA time zone. Throws if the name is not one. */
export function calendarIn(timeZone: string): Calendar {
  if (!isTimeZone(timeZone)) throw new Error(`"${timeZone}" is no IANA time zone.`);
  const inZone = (iso: string) => {
    const time = DateTime.fromISO(iso, { zone: timeZone });
    if (!time.isValid) throw new Error(`"${iso}" is no instant, day or month.`);
    return time;
  };
  const toInstant = (time: DateTime) => time.toUTC().toISO() ?? '';
  // Where clocks go back over midnight there are two midnights: the day starts with the first.
  const toStartInstant = (time: DateTime) => toInstant(time.getPossibleOffsets()[0] ?? time);
  const spans = new Map<string, MonthSpan>();
  const computeSpan = (month: string): MonthSpan => {
    const first = inZone(month).startOf('month');
    const next = first.plus({ months: 1 });
    const ends = { start: toStartInstant(first), end: toStartInstant(next.startOf('month')) };
    const days = first.daysInMonth ?? 0;
    const dayStarts = Array.from({ length: days }, (_, day) =>
      toStartInstant(first.plus({ days: day }).startOf('day')),
    );
    return { month, next: next.toFormat('yyyy-MM'), ...ends, days, dayStarts };
  };
  return {
    timeZone,
    monthOf: (at) => inZone(at).toFormat('yyyy-MM'),
    dayOf: (at) => inZone(at).toFormat('yyyy-MM-dd'),
    startOfDay: (day) => toStartInstant(inZone(day).startOf('day')),
    startOfMonth: (month) => toStartInstant(inZone(month).startOf('month')),
    startOfPeriod: (at, period) => toStartInstant(inZone(at).startOf(period)),
    nextPeriodStart: (at, period) =>
      toStartInstant(
        inZone(at)
          .startOf(period)
          .plus({ [period]: 1 })
          .startOf(period),
      ),
    addDays: (at, days) => toInstant(inZone(at).plus({ days })),
    addMonths: (at, months) => toInstant(inZone(at).plus({ months })),
    daysIn: (month) => inZone(month).daysInMonth ?? 0,
    spanOf(month) {
      const span = spans.get(month) ?? computeSpan(month);
      // Bounded, since requests can name any month.
      if (spans.size < maxCachedSpans) spans.set(month, span);
      return span;
    },
  };
}
