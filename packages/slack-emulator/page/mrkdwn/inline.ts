import { readAngle } from './angle.js';
import { emojiGlyph } from './emoji.js';
import { safeHref, unescaped } from './escapes.js';
import type { Inline } from './nodes.js';

export interface Reading {
  /** Verbatim text: addresses that are not marked up stay text. */
  readonly verbatim: boolean;
}

interface Found {
  readonly node: Inline;
  readonly end: number;
}

type Reader = (line: string, at: number, reading: Reading) => Found | undefined;

const readers: Readonly<Record<string, Reader>> = {
  '<': (line, at) => angle(line, at),
  '`': (line, at) => code(line, at),
  '*': (line, at, reading) => style('bold', { line, at, reading }),
  _: (line, at, reading) => style('italic', { line, at, reading }),
  '~': (line, at, reading) => style('strike', { line, at, reading }),
  ':': (line, at) => emoji(line, at),
  h: (line, at, reading) => (reading.verbatim ? undefined : bareAddress(line, at)),
};

/** Reads one line of mrkdwn. Whatever is not markup is text; nothing is ever lost. */
export function readLine(line: string, reading: Reading): readonly Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = (): void => {
    if (plain !== '') nodes.push({ is: 'text', text: unescaped(plain) });
    plain = '';
  };
  let at = 0;
  while (at < line.length) {
    const found = readers[line[at] ?? '']?.(line, at, reading);
    if (found === undefined) {
      plain += line[at] ?? '';
      at += 1;
      continue;
    }
    flush();
    nodes.push(found.node);
    at = found.end;
  }
  flush();
  return nodes;
}

function angle(line: string, at: number): Found | undefined {
  const end = line.indexOf('>', at);
  const inside = end < 0 ? '' : line.slice(at + 1, end);
  const node = inside === '' || inside.includes('<') ? undefined : readAngle(inside);
  return node && { node, end: end + 1 };
}

/**
 * Slack formats only what stands apart: before the opening and after the closing mark there is nothing, a space, or
 * ASCII punctuation. A Chinese or Korean letter, or a full-width comma, next to a mark leaves it as it was typed.
 */
const apart = /^[\s\u200b\u2010-\u2027!-/:-@[-`{-~]?$/;

function code(line: string, at: number): Found | undefined {
  const end = closing(line, at, '`');
  return end === undefined
    ? undefined
    : { node: { is: 'code', text: unescaped(line.slice(at + 1, end)) }, end: end + 1 };
}

type Style = 'bold' | 'italic' | 'strike';

function style(is: Style, { line, at, reading }: { line: string; at: number; reading: Reading }): Found | undefined {
  const end = closing(line, at, line[at] ?? '');
  return end === undefined
    ? undefined
    : { node: { is, inside: readLine(line.slice(at + 1, end), reading) }, end: end + 1 };
}

/** Where the mark that opens here closes: not after a space, not within <…>, and apart from what follows. */
function closing(line: string, at: number, mark: string): number | undefined {
  const next = line[at + 1] ?? ' ';
  if (!apart.test(line[at - 1] ?? '') || next === mark || /\s/.test(next)) return undefined;
  let end = at + 1;
  while (end < line.length) {
    const here = line[end] ?? '';
    if (here === mark && !/\s/.test(line[end - 1] ?? ' ') && apart.test(line[end + 1] ?? '')) return end;
    end = mark === '`' ? end + 1 : past(line, end);
  }
  return undefined;
}

/** The next place to look, past a whole <…> or `code`. */
function past(line: string, at: number): number {
  const close = { '<': '>', '`': '`' }[line[at] ?? ''];
  const end = close === undefined ? -1 : line.indexOf(close, at + 1);
  return end < 0 ? at + 1 : end + 1;
}

function emoji(line: string, at: number): Found | undefined {
  const [whole, name = ''] = /^:([a-z0-9_+-]+):/.exec(line.slice(at, at + 60)) ?? [];
  const glyph = emojiGlyph(name);
  return whole === undefined || glyph === undefined
    ? undefined
    : { node: { is: 'emoji', name, glyph }, end: at + whole.length };
}

function bareAddress(line: string, at: number): Found | undefined {
  if (/\w/.test(line[at - 1] ?? '')) return undefined;
  const [found] = /^https?:\/\/[^\s<>|]+/.exec(line.slice(at)) ?? [];
  const address = found?.replace(/[.,;:!?)'"*_~]+$/, '');
  const href = address === undefined ? undefined : safeHref(unescaped(address));
  if (address === undefined || href === undefined) return undefined;
  return { node: { is: 'link', href, label: unescaped(address) }, end: at + address.length };
}
