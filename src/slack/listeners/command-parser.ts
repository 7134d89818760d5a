import { distance } from 'fastest-levenshtein';
import type { FormValues } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';

/** A slash command: which operation, on what, and with which values of its form. */
export interface ParsedCommand {
  readonly operation: string;
  /** Name or id of the app, or the argument of an operation that takes another one; empty if there is none. */
  readonly target: string;
  /** The target with its quotes, if they may be part of a name rather than around it. */
  readonly quotedTarget?: string;
  readonly values: FormValues;
}

/** Slash commands for one operation each: Slack completes them while typing. */
const commandOperations: ReadonlyMap<string, string> = new Map([
  ['/imapp-upgrade', 'upgrade'],
  ['/imapp-config', 'configure'],
  ['/imapp-extend', 'extend'],
  ['/imapp-disable', 'disable'],
]);

/** Other names of operations. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['config', 'configure'],
  ['change', 'configure'],
  ['renew', 'extend'],
  ['bills', 'bill'],
  ['info', 'show'],
  ['apps', 'list'],
]);

/** `name=value`. A word that begins with a quote is part of the target, even if it contains `=`. */
const optionPattern = /^([A-Za-z][A-Za-z0-9]*)=(.+)$/s;

/**
 * Parses a slash command: `/imapp <operation> [target] [name=value …]`; without an operation it is `help`. Accepts
 * typographic quotes, full-width letters, digits and spaces, and undoes Slack's markup of names that look like links or
 * mentions.
 */
export function parseCommand(command: string, text: string): ParsedCommand {
  const words = splitWords(text);
  const operation = commandOperations.get(command) ?? resolveOperation(unquoted(words.shift() ?? 'help'));
  const options = words.flatMap((word) => {
    const [, name, value] = optionPattern.exec(word) ?? [];
    return name && value ? [[name, unquoted(value)] as const] : [];
  });
  const targetWords = words.filter((word) => !optionPattern.test(word));
  const isQuotedWhole = targetWords.length === 1 && targetWords[0]?.startsWith('"');
  const quotedTarget = targetWords.join(' ');
  return {
    operation,
    target: targetWords
      .map(unquoted)
      .filter((word) => word !== '')
      .join(' '),
    ...(quotedTarget.includes('"') && !isQuotedWhole && { quotedTarget }),
    values: Object.fromEntries(options),
  };
}

/** The operation with this name, alias or slash command; the word in lower case if there is no such alias. */
export function resolveOperation(word: string): string {
  const name = word.toLowerCase();
  return commandOperations.get(name) ?? aliases.get(name) ?? name;
}

/** Up to three operations whose name begins with `name` or has a small edit distance to it; nearest first. */
export function suggestOperations(name: string, operations: readonly Operation[]): readonly Operation[] {
  const startsWithName = (operation: Operation) => name.length > 1 && operation.name.startsWith(name);
  return operations
    .map((operation) => ({
      operation,
      editDistance: startsWithName(operation) ? 0 : distance(name.slice(0, 40), operation.name),
    }))
    .filter(({ operation, editDistance }) => editDistance <= 3 && editDistance < operation.name.length - 1)
    .sort((a, b) => a.editDistance - b.editDistance)
    .slice(0, 3)
    .map(({ operation }) => operation);
}

/** Words, with their quotes. Quoted text is one word, also after `name=`. */
function splitWords(text: string): string[] {
  return normalizeInput(text).match(/(?:[^\s"]|"[^"]*"?)+/gu) ?? [];
}

function unquoted(word: string): string {
  return word.replaceAll('"', '').trim();
}

/** The text without what phones, input methods and Slack's markup add to it. */
function normalizeInput(text: string): string {
  if (/^[\w .=-]*$/.test(text)) return text;
  return text
    .replaceAll(/<(?:https?:\/\/|mailto:)[^|<>]*\|([^<>]*)>/g, '$1')
    .replaceAll(/<(?:https?:\/\/|mailto:)([^<>]*)>/g, '$1')
    .replaceAll(/<[@#!]([^|<>]*)(?:\|[^<>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/[\u201c\u201d\u201e\u201f\u00ab\u00bb\u300c\u300d\uff02]/g, '"')
    .replaceAll(/[\u2018\u2019\u201a\u201b\uff07]/g, "'")
    .replaceAll(/[\uff10-\uff19\uff1d\uff21-\uff3a\uff41-\uff5a]/g, (fullWidth) =>
      String.fromCharCode(fullWidth.charCodeAt(0) - 0xfee0),
    )
    .replaceAll(/[\u3000\u00a0\p{Cc}\p{Cs}]/gu, ' ')
    .normalize('NFC');
}
