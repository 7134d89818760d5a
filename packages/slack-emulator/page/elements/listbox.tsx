import type { JSX, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { languageOf } from '../state/language.js';
import type { MenuOption } from '../state/options.js';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly options: readonly MenuOption[];
  readonly active: number;
  readonly selected: MenuOption | null;
  readonly note: string | undefined;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onSelect: (option: MenuOption) => void;
}

/** The popup of a combobox. The focus stays in the text field; `active` is the index of its active descendant. */
export function Listbox({ id, label, options, active, selected, note, box, onSelect }: Props): JSX.Element {
  useEffect(() => {
    document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div class="popup" ref={box}>
      {note !== undefined && <p class="popup-note">{note}</p>}
      {/* No key handler: the focus stays in the text field. */}
      <div id={id} role="listbox" aria-label={label} tabIndex={-1}>
        {options.map((option, index) => (
          <div key={option.value} class="option-row">
            {option.group !== undefined && option.group !== options[index - 1]?.group && (
              <div class="option-group" role="presentation">
                {option.group}
              </div>
            )}
            <div
              id={optionId(id, index)}
              class={index === active ? 'option option-active' : 'option'}
              role="option"
              tabIndex={-1}
              aria-selected={option.value === selected?.value}
              lang={languageOf(option.label)}
              onMouseDown={(event) => {
                event.preventDefault();
                onSelect(option);
              }}
            >
              <span dir="auto">{option.label}</span>
              {option.description !== undefined && <span class="option-more">{option.description}</span>}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
