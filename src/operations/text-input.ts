import { largestAppId } from '../domain/app.js';

/** Text that PostgreSQL can store: no control characters and no unpaired surrogates. */
export const storableText = /^[^\p{Cc}\p{Cs}]*$/u;

/** Control characters, unpaired surrogates, zero-width characters and marks that change the text direction. */
const invisible = /[\p{Cc}\p{Cs}\u200b\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]/gu;

/** What a user typed in one line: Unicode NFC, without invisible characters, trimmed. */
export function normalizeText(text: string): string {
  return text.normalize('NFC').replaceAll(invisible, '').trim();
}

/** Like `normalizeText`, for text of several lines. Line breaks become `\n`, tabs become spaces. */
export function normalizeLines(text: string): string {
  const lines = text.replaceAll('\t', ' ').split(/\r\n|[\r\n]/);
  return lines.map(normalizeText).join('\n').trim();
}

/** A typed number, date or month: full-width characters become ASCII, spaces and digit separators are removed. */
export function normalizeNumber(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s,_]/g, '');
}

/** The id of a Slack user or user group, as it is or out of a mention. */
export function normalizeOwner(text: string): string {
  return text.replace(/^<?[@!]?(?:subteam\^)?([A-Z0-9]+)(?:\|[^>]*)?>?$/, '$1');
}

/** The SDKAppID in a typed text; null when it is not an id that an app can have. */
export function parseAppId(text: string | undefined): number | null {
  const digits = normalizeNumber(text ?? '');
  return /^\d{1,10}$/.test(digits) && Number(digits) <= largestAppId ? Number(digits) : null;
}
