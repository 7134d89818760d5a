import { unescapeEntities } from './escapes.js';
import { type ParseOptions, parseInline } from './inline.js';
import type { MrkdwnBlock } from './nodes.js';

/** Parses Slack's mrkdwn into a tree, which is rendered as nodes, never as HTML. */
export function parseMrkdwn(text: string, options: ParseOptions = { verbatim: false }): readonly MrkdwnBlock[] {
  const pieces = text.split('```');
  // An unclosed fence is text.
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, pieces.slice(-2).join('```'));
  const last = pieces.length - 1;
  return pieces.flatMap((piece, index): readonly MrkdwnBlock[] => {
    const fenced = index % 2 === 1;
    // Line breaks next to a fence belong to it.
    const opened = index > 0 ? piece.replace(/^\n/, '') : piece;
    const inside = index < last ? opened.replace(/\n$/, '') : opened;
    if (fenced) return [{ is: 'pre', text: unescapeEntities(inside) }];
    return inside === '' ? [] : parseLines(inside.split('\n'), options);
  });
}

const quoted = /^(?:&gt;|>) ?/;
const quotedToEnd = /^(?:&gt;|>){3} ?/;
const listed = /^\s*([•◦‣-]|\d{1,3}\.) (.+)$/;

function parseLines(lines: readonly string[], options: ParseOptions): readonly MrkdwnBlock[] {
  const blocks: MrkdwnBlock[] = [];
  let at = 0;
  while (at < lines.length) {
    const rest = lines.slice(at);
    const [block, lineCount] = nextBlock(rest, options);
    blocks.push(block);
    at += lineCount;
  }
  return blocks;
}

/** The block that starts at the first line, and its number of lines. */
function nextBlock(lines: readonly string[], options: ParseOptions): [MrkdwnBlock, number] {
  const first = lines[0] ?? '';
  if (quotedToEnd.test(first)) {
    const inside = [first.replace(quotedToEnd, ''), ...lines.slice(1)];
    return [{ is: 'quote', blocks: parseLines(inside, options) }, lines.length];
  }
  const quotes = leading(lines, (line) => quoted.test(line));
  if (quotes.length > 0) {
    const inside = quotes.map((line) => line.replace(quoted, ''));
    return [{ is: 'quote', blocks: parseLines(inside, options) }, quotes.length];
  }
  const items = leading(lines, (line) => listed.test(line));
  if (items.length > 0) return [listOf(items, options), items.length];
  const plain = leading(lines, (line) => !quoted.test(line) && !listed.test(line));
  return [{ is: 'lines', lines: plain.map((line) => parseInline(line, options)) }, Math.max(1, plain.length)];
}

function listOf(lines: readonly string[], options: ParseOptions): MrkdwnBlock {
  const items = lines.map((line) => {
    const [, mark = '•', text = ''] = listed.exec(line) ?? [];
    return { mark, children: parseInline(text, options) };
  });
  return { is: 'list', items };
}

function leading(lines: readonly string[], fits: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line) => !fits(line));
  return end < 0 ? lines : lines.slice(0, end);
}
