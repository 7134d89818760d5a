import type { Phrase } from '../i18n/phrase.js';

/** What a metric came to on a day of the billing time zone, YYYY-MM-DD. */
export interface Point {
  readonly day: string;
  readonly value: number;
}

/** How many days a chart shows, today included. */
export const daysCharted = 30;

/** A picture of a metric against its limit, as data. Days without a point were not measured. */
export interface Chart {
  readonly title: Phrase;
  /** What the picture shows, for whoever cannot see it. */
  readonly alt: Phrase;
  readonly points: readonly Point[];
  /** Null is without limit. */
  readonly limit: number | null;
  /** The last day shown. */
  readonly today: string;
}
