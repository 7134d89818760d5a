import { safeHref, unescapeEntities } from './escapes.js';
import type { Inline } from './nodes.js';

/** Parses the content of <…>: link, mention or date; undefined if it is none of these. */
export function parseAngleContent(inside: string): Inline | undefined {
  const first = inside[0];
  if (first === '@') return mention('user', inside.slice(1), /^[UWB][A-Z0-9]+$/);
  if (first === '#') return mention('channel', inside.slice(1), /^[CDG][A-Z0-9]+$/);
  return first === '!' ? special(inside.slice(1)) : link(inside);
}

function mention(is: 'user' | 'channel' | 'usergroup', inside: string, pattern: RegExp): Inline | undefined {
  const [id = '', label] = splitLabel(inside);
  return pattern.test(id) ? { is, id, label } : undefined;
}

function special(inside: string): Inline | undefined {
  if (inside.startsWith('subteam^')) return mention('usergroup', inside.slice('subteam^'.length), /^S[A-Z0-9]+$/);
  if (inside.startsWith('date^')) return date(inside);
  const [range = ''] = splitLabel(inside);
  return ['here', 'channel', 'everyone'].includes(range) ? { is: 'broadcast', range } : undefined;
}

/** `date^1392734382^{date} at {time}^https://example.com|fallback`. The fallback is never formatted. */
function date(inside: string): Inline | undefined {
  const [token = '', fallback] = splitLabel(inside);
  const [, seconds = '', format = '', link] = token.split('^');
  if (fallback === undefined || !/^\d{1,12}$/.test(seconds) || format === '') return undefined;
  const href = link === undefined ? undefined : safeHref(unescapeEntities(link));
  return {
    is: 'date',
    seconds: Number(seconds),
    format: unescapeEntities(format),
    href,
    fallback: unescapeEntities(fallback),
  };
}

function link(inside: string): Inline | undefined {
  const [address = '', label] = splitLabel(inside);
  const href = safeHref(unescapeEntities(address));
  if (href === undefined) return undefined;
  return {
    is: 'link',
    href,
    label: label === undefined || label === '' ? unescapeEntities(address).replace(/^mailto:/, '') : label,
  };
}

function splitLabel(text: string): [string, string | undefined] {
  const at = text.indexOf('|');
  return at < 0 ? [text, undefined] : [text.slice(0, at), unescapeEntities(text.slice(at + 1))];
}
