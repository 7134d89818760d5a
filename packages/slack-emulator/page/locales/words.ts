import { en, type Words } from './en.js';
import { ko } from './ko.js';
import { zh } from './zh.js';

export type { Words };

const books: Readonly<Record<string, Words>> = { en, ko, zh };

/** The page's words in a person's language; English where we do not speak it. */
export function wordsFor(locale: string): Words {
  return books[locale.split('-')[0] ?? ''] ?? en;
}
