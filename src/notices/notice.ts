import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { Phrase, Phrases, Text } from '../i18n/phrase.js';

/** The data that a notice is rendered from. Stored as JSON. */
export type NoticePayload = Readonly<Record<string, unknown>>;

/** An operation that the reader can start with a button. `prefill`: values for its form. */
export interface NextStep {
  readonly operation: string;
  readonly prefill?: Readonly<Record<string, string>>;
}

/** The first line says what happened. */
interface RenderedNotice {
  readonly lines: readonly Phrase[];
  readonly nextActions: readonly NextStep[];
}

/** The texts of a kind of notice about an app. `Payload` is what its notices are created with. */
export interface NoticeKind<Payload extends NoticePayload = NoticePayload> {
  readonly phrases: Phrases;
  /** What it is about, in a few words. The history of an app shows it for a snooze. */
  readonly label: Phrase;
  render(payload: Payload, catalogue: Catalogue): RenderedNotice;
  /** What its message says once it is resolved. */
  resolvedText(payload: Payload, catalogue: Catalogue): Phrase;
  /** The headline of a digest of `count` notices. */
  headline(count: number): Phrase;
  /** The column headings of a digest's table. */
  readonly columns: readonly Text[];
  tableRow(payload: Payload, catalogue: Catalogue): readonly Text[];
}
