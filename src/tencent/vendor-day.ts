import { DateTime } from 'luxon';

/** The vendor's days are Beijing days for every data center, independent of the billing time zone. */
const beijing = 'Asia/Shanghai';

/** The Beijing day (YYYY-MM-DD) of an instant. */
export function beijingDayOf(at: Date): string {
  return DateTime.fromJSDate(at, { zone: beijing }).toFormat('yyyy-MM-dd');
}

/**
 * An instant within a Beijing day (YYYYMMDD): 18:00, which has the same date in all time zones from UTC−10 to UTC+13; or
 * `now` if that is earlier. Null if the day is invalid or has not begun.
 */
export function insideBeijingDay(day: string, now: Date): Date | null {
  const start = DateTime.fromFormat(day, 'yyyyMMdd', { zone: beijing });
  if (!start.isValid || start.toMillis() > now.getTime()) return null;
  return new Date(Math.min(start.set({ hour: 18 }).toMillis(), now.getTime()));
}
