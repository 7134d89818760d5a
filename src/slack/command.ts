import { distance } from 'fastest-levenshtein';
import type { Answers, Operation } from '../operations/operation.js';

/** What was typed after the slash: which operation, on what, and with which answers already given. */
export interface Typed {
  readonly operation: string;
  /** Names or identifies the app, or whatever else the operation is about; empty when nothing was said. */
  readonly target: string;
  readonly answers: Answers;
}

/** Slash commands that stand for one operation each: they complete as one types. */
const shortcuts: Readonly<Record<string, string>> = {
  '/imapp-upgrade': 'upgrade',
  '/imapp-config': 'configure',
  '/imapp-extend': 'extend',
  '/imapp-disable': 'disable',
};

/** Other names that people give to operations. */
const aliases: Readonly<Record<string, string>> = {
  config: 'configure',
  change: 'configure',
  renew: 'extend',
  bills: 'bill',
  info: 'show',
  apps: 'list',
};

/**
 * Reads a slash command: `/imapp <operation> [target] [name=value …]`. Alone it is `help`. Understood are quotes of
 * every shape, full-width letters, digits and spaces, and what Slack makes of names that look like links or mentions.
 */
export function readCommand(command: string, text: string): Typed {
  const words = split(text);
  const fixed = shortcuts[command];
  const first = fixed ?? (words.shift() ?? 'help').toLowerCase();
  const options = words.filter(isOption).map((word) => word.split(/=(.*)/s).slice(0, 2) as [string, string]);
  return {
    operation: aliases[first] ?? first,
    target: words.filter((word) => !isOption(word)).join(' '),
    answers: Object.fromEntries(options),
  };
}

/** Operations whose name is a few keystrokes away, nearest first. */
export function nearOperations(name: string, operations: readonly Operation[]): readonly Operation[] {
  return operations
    .map((operation) => ({ operation, away: distance(name.slice(0, 40), operation.name) }))
    .filter(({ operation, away }) => away <= 3 && away < operation.name.length)
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ operation }) => operation);
}

const isOption = (word: string) => /^[A-Za-z][A-Za-z0-9]*=./s.test(word);

/** Words; what stands in quotes is one, also behind `name=`. */
function split(text: string): string[] {
  const words = plain(text).match(/(?:[^\s"]|"[^"]*"?)+/gu) ?? [];
  return words.map((word) => word.replaceAll('"', '').trim()).filter((word) => word !== '');
}

/** The text without what phones, input methods and Slack itself put into it. */
function plain(text: string): string {
  return text
    .replaceAll(/<(?:https?:\/\/|mailto:)[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<(?:https?:\/\/|mailto:)([^>]*)>/g, '$1')
    .replaceAll(/<[@#!]([^|>]*)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\uff02]/g, '"')
    .replaceAll(/[\u2018\u2019\u201a\u201b\uff07]/g, "'")
    .replaceAll(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u3000\u00a0]/g, ' ')
    .normalize('NFC');
}
