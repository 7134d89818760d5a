import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { Phrase, Phrases, Text } from '../i18n/phrase.js';

/** What a notice was recorded with: plain data. */
export type NoticePayload = Readonly<Record<string, unknown>>;

/** A step that a reader may take next: an operation, with the answers that suggest themselves. It becomes a button. */
export interface NextStep {
  readonly operation: string;
  readonly prefill?: Readonly<Record<string, string>>;
}

/** A notice in words, the first line by itself saying what happened. */
interface RenderedNotice {
  readonly lines: readonly Phrase[];
  readonly nextActions: readonly NextStep[];
}

/** A kind of notice: pure data in, words out. `F` is what its occasions are recorded with. */
export interface NoticeKind<F extends NoticePayload = NoticePayload> {
  readonly kind: string;
  readonly phrases: Phrases;
  /** What it is about, in a few words: it is silenced under this name. */
  readonly label: Phrase;
  render(payload: F, catalogue: Catalogue): RenderedNotice;
  /** What its message says once it is no longer true. */
  resolvedText(payload: F, catalogue: Catalogue): Phrase;
  /** Many of them in one message: a headline, and a table with these columns. */
  headline(count: number): Phrase;
  readonly columns: readonly Text[];
  tableRow(payload: F, catalogue: Catalogue): readonly Text[];
}
