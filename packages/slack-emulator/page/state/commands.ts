import type { CommandHint } from '../../src/hints.js';

/** The commands that a text may still become; none once the command is written out and followed by a space. */
export function completions(commands: readonly CommandHint[], text: string): readonly CommandHint[] {
  if (!/^\/\S*$/.test(text)) return [];
  const starting = commands.filter((each) => each.command.startsWith(text.toLowerCase()));
  return starting.length === 1 && starting[0]?.command === text ? [] : starting;
}

/** The command a text is, for its usage hint. */
export function commandOf(commands: readonly CommandHint[], text: string): CommandHint | undefined {
  const [first] = text.split(' ');
  return text.startsWith('/') ? commands.find((each) => each.command === first) : undefined;
}
