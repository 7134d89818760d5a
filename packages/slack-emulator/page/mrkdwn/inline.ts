import { parseAngleContent } from './angle.js';
import { emojiGlyph } from './emoji.js';
import { safeHref, unescapeEntities } from './escapes.js';
import type { Inline } from './nodes.js';

export interface ParseOptions {
  /** Verbatim text: bare URLs are not linked. */
  readonly verbatim: boolean;
}

interface Match {
  readonly node: Inline;
  readonly end: number;
}

type InlineParser = (line: string, at: number, options: ParseOptions) => Match | undefined;

const parsers: Readonly<Record<string, InlineParser>> = {
  '<': (line, at) => parseAngle(line, at),
  '`': (line, at) => parseCode(line, at),
  '*': (line, at, options) => parseStyle('bold', { line, at, options }),
  _: (line, at, options) => parseStyle('italic', { line, at, options }),
  '~': (line, at, options) => parseStyle('strike', { line, at, options }),
  ':': (line, at) => parseEmoji(line, at),
  h: (line, at, options) => (options.verbatim ? undefined : parseBareUrl(line, at)),
};

/** Parses one line of mrkdwn. What is not markup stays text. */
export function parseInline(line: string, options: ParseOptions): readonly Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') nodes.push({ is: 'text', text: unescapeEntities(plain) });
    plain = '';
  };
  let at = 0;
  while (at < line.length) {
    const match = parsers[line[at] ?? '']?.(line, at, options);
    if (match === undefined) {
      plain += line[at] ?? '';
      at += 1;
      continue;
    }
    flush();
    nodes.push(match.node);
    at = match.end;
  }
  flush();
  return nodes;
}

function parseAngle(line: string, at: number): Match | undefined {
  const end = line.indexOf('>', at);
  const inside = end < 0 ? '' : line.slice(at + 1, end);
  const node = inside === '' || inside.includes('<') ? undefined : parseAngleContent(inside);
  return node && { node, end: end + 1 };
}

/**
 * Slack formats only at boundaries: the opening mark must follow, and the closing mark precede, nothing, a space or
 * ASCII punctuation. Next to a Chinese or Korean character or a full-width comma, a mark stays text.
 */
const boundary = /^[\s\u200b\u2010-\u2027!-/:-@[-`{-~]?$/;

function parseCode(line: string, at: number): Match | undefined {
  const end = closingIndex(line, at, '`');
  return end === undefined
    ? undefined
    : { node: { is: 'code', text: unescapeEntities(line.slice(at + 1, end)) }, end: end + 1 };
}

type Style = 'bold' | 'italic' | 'strike';

function parseStyle(
  is: Style,
  { line, at, options }: { line: string; at: number; options: ParseOptions },
): Match | undefined {
  const end = closingIndex(line, at, line[at] ?? '');
  return end === undefined
    ? undefined
    : { node: { is, children: parseInline(line.slice(at + 1, end), options) }, end: end + 1 };
}

/** Index of the mark that closes the one at `at`: not after a space, not within <…>, and before a boundary. */
function closingIndex(line: string, at: number, mark: string): number | undefined {
  const next = line[at + 1] ?? ' ';
  if (!boundary.test(line[at - 1] ?? '') || next === mark || /\s/.test(next)) return undefined;
  let end = at + 1;
  while (end < line.length) {
    const here = line[end] ?? '';
    if (here === mark && !/\s/.test(line[end - 1] ?? ' ') && boundary.test(line[end + 1] ?? '')) return end;
    end = mark === '`' ? end + 1 : nextIndex(line, end);
  }
  return undefined;
}

/** The next index to examine, skipping <…> and `code`. */
function nextIndex(line: string, at: number): number {
  const close = { '<': '>', '`': '`' }[line[at] ?? ''];
  const end = close === undefined ? -1 : line.indexOf(close, at + 1);
  return end < 0 ? at + 1 : end + 1;
}

function parseEmoji(line: string, at: number): Match | undefined {
  const [whole, name = ''] = /^:([a-z0-9_+-]+):/.exec(line.slice(at, at + 60)) ?? [];
  const glyph = emojiGlyph(name);
  return whole === undefined || glyph === undefined
    ? undefined
    : { node: { is: 'emoji', name, glyph }, end: at + whole.length };
}

function parseBareUrl(line: string, at: number): Match | undefined {
  if (/\w/.test(line[at - 1] ?? '')) return undefined;
  const [match] = /^https?:\/\/[^\s<>|]+/.exec(line.slice(at)) ?? [];
  const address = match?.replace(/[.,;:!?)'"*_~]+$/, '');
  const href = address === undefined ? undefined : safeHref(unescapeEntities(address));
  if (address === undefined || href === undefined) return undefined;
  return { node: { is: 'link', href, label: unescapeEntities(address) }, end: at + address.length };
}
