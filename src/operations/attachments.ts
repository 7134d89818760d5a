import type { Phrase, Text } from '../i18n/phrase.js';

/** The value of a metric on a day of the billing time zone, YYYY-MM-DD. */
export interface DailyValue {
  readonly day: string;
  readonly value: number;
}

/** How many days a chart covers, today included. */
export const daysCharted = 30;

/** A chart of a metric against its limit, as data. A day without a point was not measured. */
export interface Chart {
  readonly title: Phrase;
  /** Alternative text of the picture. */
  readonly alt: Phrase;
  readonly points: readonly DailyValue[];
  /** Null: no limit. */
  readonly limit: number | null;
  /** The last day of the chart, YYYY-MM-DD. */
  readonly today: string;
}

/** A table to download, as data. It becomes a CSV file. */
export interface Table {
  /** The file name without its extension. */
  readonly name: string;
  readonly title: Phrase;
  readonly columns: readonly Text[];
  readonly rows: readonly (readonly (Text | number)[])[];
}
