import { unescaped } from './escapes.js';
import { type Reading, readLine } from './inline.js';
import type { Part } from './nodes.js';

/** Reads mrkdwn, the markup of Slack's text objects, into a tree. It is only ever drawn as nodes, never as HTML. */
export function parseMrkdwn(text: string, reading: Reading = { verbatim: false }): readonly Part[] {
  const pieces = text.split('```');
  // An opening fence without a closing one is text.
  if (pieces.length % 2 === 0) pieces.splice(-2, 2, pieces.slice(-2).join('```'));
  const last = pieces.length - 1;
  return pieces.flatMap((piece, index): readonly Part[] => {
    const fenced = index % 2 === 1;
    // The line breaks next to a fence belong to the fence.
    const opened = index > 0 ? piece.replace(/^\n/, '') : piece;
    const inside = index < last ? opened.replace(/\n$/, '') : opened;
    if (fenced) return [{ is: 'pre', text: unescaped(inside) }];
    return inside === '' ? [] : parseLines(inside.split('\n'), reading);
  });
}

const quoted = /^(?:&gt;|>) ?/;
const quotedToEnd = /^(?:&gt;|>){3} ?/;
const listed = /^\s*([•◦‣-]|\d{1,3}\.) (.+)$/;

function parseLines(lines: readonly string[], reading: Reading): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  while (at < lines.length) {
    const rest = lines.slice(at);
    const [part, taken] = nextPart(rest, reading);
    parts.push(part);
    at += taken;
  }
  return parts;
}

/** The part that the first of these lines begins, and how many lines it takes. */
function nextPart(lines: readonly string[], reading: Reading): [Part, number] {
  const first = lines[0] ?? '';
  if (quotedToEnd.test(first)) {
    const inside = [first.replace(quotedToEnd, ''), ...lines.slice(1)];
    return [{ is: 'quote', parts: parseLines(inside, reading) }, lines.length];
  }
  const quotes = leading(lines, (line) => quoted.test(line));
  if (quotes.length > 0) {
    const inside = quotes.map((line) => line.replace(quoted, ''));
    return [{ is: 'quote', parts: parseLines(inside, reading) }, quotes.length];
  }
  const items = leading(lines, (line) => listed.test(line));
  if (items.length > 0) return [listOf(items, reading), items.length];
  const plain = leading(lines, (line) => !quoted.test(line) && !listed.test(line));
  return [{ is: 'lines', lines: plain.map((line) => readLine(line, reading)) }, Math.max(1, plain.length)];
}

function listOf(lines: readonly string[], reading: Reading): Part {
  const items = lines.map((line) => {
    const [, mark = '•', text = ''] = listed.exec(line) ?? [];
    return { mark, inside: readLine(text, reading) };
  });
  return { is: 'list', items };
}

function leading(lines: readonly string[], fits: (line: string) => boolean): readonly string[] {
  const end = lines.findIndex((line) => !fits(line));
  return end < 0 ? lines : lines.slice(0, end);
}
