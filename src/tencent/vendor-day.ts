import { DateTime } from 'luxon';

/** The vendor's days begin and end in Beijing, whatever the data center and whatever the billing time zone. */
const zone = 'Asia/Shanghai';

/** The Beijing day (YYYY-MM-DD) that an instant is in. */
export function beijingDayOf(at: Date): string {
  return DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd');
}

/**
 * An instant inside a Beijing day (YYYYMMDD): six in the evening there, which has the same date in every time zone from
 * UTC−10 to UTC+13. While that is still to come, it is `now`. Null when there is no such day, or it has not begun.
 */
export function insideBeijingDay(day: string, now: Date): Date | null {
  const start = DateTime.fromFormat(day, 'yyyyMMdd', { zone });
  if (!start.isValid || start.toMillis() > now.getTime()) return null;
  return new Date(Math.min(start.set({ hour: 18 }).toMillis(), now.getTime()));
}
