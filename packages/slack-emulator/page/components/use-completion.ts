import { useState } from 'preact/hooks';
import type { CommandHint } from '../../src/hints.js';
import { completions } from '../state/commands.js';

/** State of the command list above the composer: open while a command is typed, until Esc. */
export function useCompletion(commands: readonly CommandHint[], text: string, setText: (text: string) => void) {
  const [active, setActive] = useState(0);
  const [closedFor, setClosedFor] = useState<string>();
  const matches = closedFor === text ? [] : completions(commands, text);
  const activeIndex = Math.min(active, Math.max(0, matches.length - 1));
  const complete = (command: string): void => {
    setText(`${command} `);
    setActive(0);
  };
  /** Handles a key; returns whether it was for the list. */
  const onKey = (key: string): boolean => {
    const current = matches[activeIndex];
    if (current === undefined) return false;
    if (key === 'ArrowDown') setActive((activeIndex + 1) % matches.length);
    else if (key === 'ArrowUp') setActive((activeIndex - 1 + matches.length) % matches.length);
    else if (key === 'Escape') setClosedFor(text);
    else if (key === 'Tab' || (key === 'Enter' && current.command !== text)) complete(current.command);
    else return false;
    return true;
  };
  return { matches, activeIndex, complete, onKey };
}
