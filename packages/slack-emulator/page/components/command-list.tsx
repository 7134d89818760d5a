import type { JSX } from 'preact';
import type { CommandHint } from '../../src/hints.js';
import { usePage } from '../page-context.js';

interface Props {
  readonly id: string;
  readonly commands: readonly CommandHint[];
  readonly active: number;
  readonly onSelect: (command: string) => void;
}

/** The slash commands that match the input. The focus stays in the composer. */
export function CommandList({ id, commands, active, onSelect }: Props): JSX.Element {
  const { texts } = usePage();
  return (
    <div class="command-list" id={id} role="listbox" aria-label={texts.commands} tabIndex={-1}>
      {commands.map(({ command, description, usageHint }, index) => (
        <div
          key={command}
          id={`${id}-${index}`}
          class={index === active ? 'option option-active' : 'option'}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          lang="en"
          onMouseDown={(event) => {
            event.preventDefault();
            onSelect(command);
          }}
        >
          <span>
            <strong>{command}</strong> <span class="usage">{usageHint}</span>
          </span>
          {description !== undefined && <span class="option-more">{description}</span>}
        </div>
      ))}
    </div>
  );
}
