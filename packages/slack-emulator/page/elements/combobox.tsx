import type { HTMLAttributes, JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { usePage } from '../page-context.js';
import type { MenuOption } from '../state/options.js';
import { Listbox, optionId } from './listbox.js';
import { useCombobox } from './use-combobox.js';
import type { OptionSource } from './use-options.js';
import { usePopupPosition } from './use-popup-position.js';

interface Props {
  readonly id: string;
  /** ARIA attributes: label and description. */
  readonly aria: HTMLAttributes<HTMLInputElement>;
  readonly placeholder: string | undefined;
  readonly selected: MenuOption | null;
  readonly source: OptionSource;
  readonly onSelect: (option: MenuOption) => void;
  /** Clears the selection; only for optional fields. */
  readonly onClear?: (() => void) | undefined;
}

/** A select menu with text filter: ARIA pattern of an editable combobox with a listbox popup. */
export function Combobox({ id, aria, placeholder, selected, source, onSelect, onClear }: Props): JSX.Element {
  const { texts } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { open, active, options, loading, note, inputProps, select } = useCombobox({ source, selected, onSelect });
  usePopupPosition(field, box, open);
  const listId = `${id}-list`;
  const emptyNote = options.length === 0 ? (note ?? texts.noMatches) : undefined;
  const status = loading ? texts.loading : emptyNote;
  const activeDescendant = open && options.length > 0 ? optionId(listId, active) : undefined;
  const label = placeholder ?? texts.search;
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
        aria-activedescendant={activeDescendant}
        autocomplete="off"
        dir="auto"
        placeholder={selected?.label ?? placeholder}
      />
      {onClear !== undefined && selected !== null && (
        <button type="button" class="combobox-clear" aria-label={texts.clear} onClick={onClear}>
          ×
        </button>
      )}
      {open && (
        <Listbox {...{ label, options, active, box }} id={listId} selected={selected} note={status} onSelect={select} />
      )}
      <span class="hidden" role="status">
        {open && (status ?? texts.matches(options.length))}
      </span>
    </div>
  );
}
