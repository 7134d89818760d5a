import type { Catalogue } from '../domain/catalogue/catalogue.js';
import type { Phrase, PhraseBook, Text } from '../i18n/phrase.js';

/** What a notice was recorded with: plain data. */
export type Facts = Readonly<Record<string, unknown>>;

/** A step that a reader may take next: an operation, with the answers that suggest themselves. It becomes a button. */
export interface Step {
  readonly operation: string;
  readonly draft?: Readonly<Record<string, string>>;
}

/** A notice in words, the first line by itself saying what happened. */
interface Drawn {
  readonly lines: readonly Phrase[];
  readonly next: readonly Step[];
}

/** A kind of notice: pure data in, words out. `F` is what its occasions are recorded with. */
export interface NoticeKind<F extends Facts = Facts> {
  readonly kind: string;
  readonly book: PhraseBook;
  /** What it is about, in a few words: it is silenced under this name. */
  readonly label: Phrase;
  draw(facts: F, catalogue: Catalogue): Drawn;
  /** What its message says once it is no longer true. */
  over(facts: F, catalogue: Catalogue): Phrase;
  /** Many of them in one message: a headline, and a table with these columns. */
  headline(count: number): Phrase;
  readonly columns: readonly Text[];
  row(facts: F, catalogue: Catalogue): readonly Text[];
}
