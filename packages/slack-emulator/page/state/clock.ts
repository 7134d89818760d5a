/** One month later in UTC; clamped to the last day of a shorter month. */
export function monthLater(at: number): number {
  const date = new Date(at);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(day, last));
  return date.getTime();
}

/** The same time of day (UTC) on another date, such as 2026-03-01. */
export function onDay(day: string, at: number): number {
  return Date.parse(`${day}T${new Date(at).toISOString().slice(11)}`);
}

export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
