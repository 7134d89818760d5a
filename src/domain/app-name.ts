import { emojiOf } from './emoji-shortcodes.js';

/** What is not visible, or shows nothing: unpaired surrogates, control characters, selectors, joiners, fillers, blanks. */
const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cs}\u2800]|(?!\s)\p{Cc}/gu;

/** Characters that keyboards, and the bot's own texts in Slack, use in place of others. */
const replacements: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201a\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u201f\u2033\u301d\u301e\u00ab\u00bb\u300c-\u300f]/g, '"'],
  // Phones and Macs make an em dash of two hyphens.
  [/[\u2014\u2015]/g, '--'],
  [/[\u02d7\u2010-\u2013\u2043\u2212]/g, '-'],
  // Look-alikes that keep Slack from reading the characters as formatting.
  [/\u02cd/g, '_'],
  [/\u2217/g, '*'],
  [/\u02cb/g, '`'],
  [/\u223c/g, '~'],
  [/\s+/g, ' '],
];

/**
 * A name as it is compared: two names that people take for the same are equal. Full-width and composed characters,
 * spaces, quotes, dashes, emoji and their shortcodes have one form; what is not visible is left out. Case counts. Empty
 * for a name of invisible characters only. This is the one place that decides it, for what is typed and what is stored.
 */
export function foldName(name: string): string {
  const compatible = name.replaceAll(invisible, '').normalize('NFKC').replaceAll(invisible, '');
  const replaced = replacements.reduce((text, [pattern, by]) => text.replaceAll(pattern, by), compatible);
  return withEmoji(replaced).normalize('NFKC').trim();
}

/** A name as it is searched for: folded, and without regard to case. Stored with each app. */
export function searchKey(name: string): string {
  return foldName(name).toLowerCase();
}

/** Slack writes an emoji that is typed in a command as `:shortcode:`. */
function withEmoji(text: string): string {
  const [first = '', ...parts] = text.split(':');
  let result = first;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] ?? '';
    const emoji = i < parts.length - 1 ? emojiOf(part) : undefined;
    if (emoji === undefined) result += `:${part}`;
    else result += emoji + (parts[++i] ?? '');
  }
  return result;
}
