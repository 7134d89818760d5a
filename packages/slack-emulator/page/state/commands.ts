import type { CommandHint } from '../../src/hints.js';

/** The commands that start with this text; empty once a space follows the command. */
export function completions(commands: readonly CommandHint[], text: string): readonly CommandHint[] {
  if (!/^\/\S*$/.test(text)) return [];
  const starting = commands.filter((each) => each.command.startsWith(text.toLowerCase()));
  return starting.length === 1 && starting[0]?.command === text ? [] : starting;
}

/** The command at the start of a text. */
export function commandOf(commands: readonly CommandHint[], text: string): CommandHint | undefined {
  const [first] = text.split(' ');
  return text.startsWith('/') ? commands.find((each) => each.command === first) : undefined;
}
