import { maxTags } from '../domain/app.js';

/** The longest tag, in characters. */
export const maxTagLength = 30;

/** The longest text with as many tags as an app may have. */
export const maxTagsLength = maxTags * (maxTagLength + 2);

/** The tags in a text: words between commas or spaces, in lower case, each once. */
export function tagsIn(text: string): readonly string[] {
  const words = text.toLowerCase().split(/[\s,，、]+/u);
  return [...new Set(words.map((word) => word.replace(/^#/, '')).filter((word) => word !== ''))];
}
