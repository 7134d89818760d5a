import type { DateNode } from './nodes.js';

/** The reader for whom a date is formatted. */
export interface DateReader {
  readonly locale: string;
  readonly tz: string;
  /** The workspace's time in milliseconds: defines "today". */
  readonly now: number;
}

const dayMs = 24 * 60 * 60 * 1000;

const formats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/** Formats a date token in the reader's language and time zone; the fallback if a token is unknown. */
export function formatDateNode(node: DateNode, reader: DateReader): string {
  let allKnown = true;
  const at = node.seconds * 1000;
  const text = node.format.replaceAll(/\{([a-z_]+)\}/g, (_, token: string) => {
    const text = tokenText(token, at, reader);
    allKnown &&= text !== undefined;
    return text ?? '';
  });
  return allKnown ? text : node.fallback;
}

function tokenText(token: string, at: number, reader: DateReader): string | undefined {
  if (token === 'ago') return ago(at, reader);
  const pretty = token.endsWith('_pretty');
  const near = pretty ? relativeDay(at, reader) : undefined;
  const format = formats[pretty ? token.slice(0, -'_pretty'.length) : token];
  return near ?? (format && formatDate(at, format, reader));
}

export function formatDate(at: number, format: Intl.DateTimeFormatOptions, { locale, tz }: DateReader): string {
  return new Intl.DateTimeFormat(locale, { ...format, timeZone: tz }).format(at);
}

/** "Yesterday", "Today" or "Tomorrow" in the reader's language; undefined for other days. */
export function relativeDay(at: number, reader: DateReader): string | undefined {
  const daysAway = Math.round((midnight(at, reader) - midnight(reader.now, reader)) / dayMs);
  if (Math.abs(daysAway) > 1) return undefined;
  const label = new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(daysAway, 'day');
  return label.charAt(0).toLocaleUpperCase(reader.locale) + label.slice(1);
}

/** Midnight UTC of the reader's calendar day, for counting days. */
function midnight(at: number, { tz }: DateReader): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' }).format(at);
  return Date.parse(`${parts}T00:00:00Z`);
}

const units = [
  ['day', dayMs],
  ['hour', dayMs / 24],
  ['minute', 60_000],
] as const;

function ago(at: number, { locale, now }: DateReader): string {
  const away = at - now;
  const [unit, size] = units.find(([, long]) => Math.abs(away) >= long) ?? ['minute', 60_000];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(away / size), unit);
}
