import { en, type Texts } from './en.js';
import { ko } from './ko.js';
import { zh } from './zh.js';

export type { Texts };

const locales: Readonly<Record<string, Texts>> = { en, ko, zh };

/** The page's texts for a locale; English if it is not supported. */
export function textsFor(locale: string): Texts {
  return locales[locale.split('-')[0] ?? ''] ?? en;
}
