import { distance } from 'fastest-levenshtein';
import type { FormValues } from '../../operations/change-plan.js';
import type { Operation } from '../../operations/operation.js';

/** What was typed after the slash: which operation, on what, and with which values already given. */
export interface ParsedCommand {
  readonly operation: string;
  /** Names or identifies the app, or whatever else the operation is about; empty when nothing was said. */
  readonly target: string;
  readonly values: FormValues;
}

/** Slash commands that stand for one operation each: they complete as one types. */
const shortcuts: ReadonlyMap<string, string> = new Map([
  ['/imapp-upgrade', 'upgrade'],
  ['/imapp-config', 'configure'],
  ['/imapp-extend', 'extend'],
  ['/imapp-disable', 'disable'],
]);

/** Other names that people give to operations. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['config', 'configure'],
  ['change', 'configure'],
  ['renew', 'extend'],
  ['bills', 'bill'],
  ['info', 'show'],
  ['apps', 'list'],
]);

/** `name=value`; what begins with a quote is a name, whatever stands in it. */
const option = /^([A-Za-z][A-Za-z0-9]*)=(.+)$/s;

/**
 * Reads a slash command: `/imapp <operation> [target] [name=value …]`. Alone it is `help`. Understood are quotes of
 * every shape, full-width letters, digits and spaces, and what Slack makes of names that look like links or mentions.
 */
export function parseCommand(command: string, text: string): ParsedCommand {
  const words = split(text);
  const operation = shortcuts.get(command) ?? resolveOperation(unquoted(words.shift() ?? 'help'));
  const options = words.flatMap((word) => {
    const [, name, value] = option.exec(word) ?? [];
    return name && value ? [[name, unquoted(value)] as const] : [];
  });
  const others = words.filter((word) => !option.test(word)).map(unquoted);
  return {
    operation,
    target: others.filter((word) => word !== '').join(' '),
    values: Object.fromEntries(options),
  };
}

/** The name of the operation that somebody calls so; what they said where there is none. */
export function resolveOperation(said: string): string {
  const name = said.toLowerCase();
  return shortcuts.get(name) ?? aliases.get(name) ?? name;
}

/** Operations whose name begins so, or is a few keystrokes away; nearest first. */
export function suggestOperations(name: string, operations: readonly Operation[]): readonly Operation[] {
  const begun = (operation: Operation) => name.length > 1 && operation.name.startsWith(name);
  return operations
    .map((operation) => ({ operation, away: begun(operation) ? 0 : distance(name.slice(0, 40), operation.name) }))
    .filter(({ operation, away }) => away <= 3 && away < operation.name.length - 1)
    .sort((a, b) => a.away - b.away)
    .slice(0, 3)
    .map(({ operation }) => operation);
}

/** Words, with their quotes; what stands in quotes is one, also behind `name=`. */
function split(text: string): string[] {
  return plain(text).match(/(?:[^\s"]|"[^"]*"?)+/gu) ?? [];
}

function unquoted(word: string): string {
  return word.replaceAll('"', '').trim();
}

/** The text without what phones, input methods and Slack itself put into it. */
function plain(text: string): string {
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
    .replaceAll(/[\uff10-\uff19\uff1d\uff21-\uff3a\uff41-\uff5a]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
    )
    .replaceAll(/[\u3000\u00a0\p{Cc}\p{Cs}]/gu, ' ')
    .normalize('NFC');
}
