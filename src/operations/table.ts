import type { Phrase, Text } from '../i18n/phrase.js';

/** A list to take away, as data: it becomes a file that spreadsheets open. */
export interface Table {
  /** Of the file, without its ending. */
  readonly name: string;
  readonly title: Phrase;
  readonly columns: readonly Text[];
  readonly rows: readonly (readonly (Text | number)[])[];
}
