import { readFileSync } from 'node:fs';

/** A text without the byte order mark that some editors put at the start of a file. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/** What a JSON file holds, or why it cannot be read, without its content. */
export function readJsonFile(path: string): { readonly json: unknown } | { readonly problem: string } {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return { problem: 'takes the path of a JSON file that can be read' };
  }
  try {
    return { json: JSON.parse(withoutByteOrderMark(text)) };
  } catch {
    return { problem: 'holds no JSON' };
  }
}
