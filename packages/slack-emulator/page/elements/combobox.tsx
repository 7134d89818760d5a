import type { HTMLAttributes, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { useDesk } from '../page-context.js';
import type { Choice } from '../state/options.js';
import { Listbox, optionId } from './listbox.js';
import type { Source } from './use-choices.js';
import { useCombobox } from './use-combobox.js';
import { usePopupPlace } from './use-popup-place.js';

interface Props {
  readonly id: string;
  /** What labels and describes it. */
  readonly aria: HTMLAttributes<HTMLInputElement>;
  readonly placeholder: string | undefined;
  readonly chosen: Choice | null;
  readonly source: Source;
  readonly onChoose: (choice: Choice) => void;
  /** Takes the choice back, where nothing may be chosen. */
  readonly onClear?: (() => void) | undefined;
}

/** A menu one can type into, by the ARIA pattern of an editable combobox with a list. */
export function Combobox({ id, aria, placeholder, chosen, source, onChoose, onClear }: Props): JSX.Element {
  const { words } = useDesk();
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { open, active, choices, loading, note, inputProps, choose } = useCombobox({ source, chosen, onChoose });
  usePopupPlace(field, box, open);
  const listId = `${id}-list`;
  const why = choices.length === 0 ? (note ?? words.noMatches) : undefined;
  const said = loading ? words.loading : why;
  const pointsAt = open && choices.length > 0 ? optionId(listId, active) : undefined;
  const label = placeholder ?? words.search;
  return (
    <div class="combobox">
      <input
        {...aria}
        {...inputProps}
        id={id}
        ref={field}
        type="text"
        class="text-input"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={open}
        aria-controls={open ? listId : undefined}
        aria-activedescendant={pointsAt}
        autocomplete="off"
        dir="auto"
        placeholder={chosen?.label ?? placeholder}
      />
      {onClear !== undefined && chosen !== null && (
        <button type="button" class="combobox-clear" aria-label={words.clear} onClick={onClear}>
          ×
        </button>
      )}
      {open && (
        <Listbox {...{ label, choices, active, box }} id={listId} chosen={chosen} note={said} onChoose={choose} />
      )}
      <span class="hidden" role="status">
        {open && (said ?? words.matches(choices.length))}
      </span>
    </div>
  );
}
