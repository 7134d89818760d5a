import { useState } from 'preact/hooks';
import type { CommandHint } from '../../src/hints.js';
import { completions } from '../state/commands.js';

/** The list of commands above the composer: open while a command is being typed, until Esc. */
export function useCompletion(commands: readonly CommandHint[], text: string, take: (text: string) => void) {
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string>();
  const found = closedFor === text ? [] : completions(commands, text);
  const at = Math.min(active, Math.max(0, found.length - 1));
  const choose = (command: string): void => {
    take(`${command} `);
    setActive(0);
  };
  /** Whether the key was for the list. */
  const onKey = (key: string): boolean => {
    const chosen = found[at];
    if (chosen === undefined) return false;
    if (key === 'ArrowDown') setActive((at + 1) % found.length);
    else if (key === 'ArrowUp') setActive((at - 1 + found.length) % found.length);
    else if (key === 'Escape') setClosedFor(text);
    else if (key === 'Tab' || (key === 'Enter' && chosen.command !== text)) choose(chosen.command);
    else return false;
    return true;
  };
  return { found, at, choose, onKey };
}
