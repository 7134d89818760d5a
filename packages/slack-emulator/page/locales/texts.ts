import { en, type Texts } from './en.js';
import { ko } from './ko.js';
import { zh } from './zh.js';

export type { Texts };

const locales: Readonly<Record<string, Texts>> = { en, ko, zh };

/** The page's words in a person's language; English where we do not speak it. */
export function textsFor(locale: string): Texts {
  return locales[locale.split('-')[0] ?? ''] ?? en;
}
