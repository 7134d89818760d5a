import type { JSX, RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { languageOf } from '../state/language.js';
import type { Choice } from '../state/options.js';

interface Props {
  readonly id: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly active: number;
  readonly chosen: Choice | null;
  readonly note: string | undefined;
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onChoose: (choice: Choice) => void;
}

/** The popup of a combobox. The focus stays in the text field: `active` is where it points. */
export function Listbox({ id, label, choices, active, chosen, note, box, onChoose }: Props): JSX.Element {
  useEffect(() => {
    document.getElementById(optionId(id, active))?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  return (
    <div class="popup" ref={box}>
      {note !== undefined && <p class="popup-note">{note}</p>}
      {/* The keys are the text field's: the list itself never has the focus. */}
      <div id={id} role="listbox" aria-label={label} tabIndex={-1}>
        {choices.map((choice, index) => (
          <div key={choice.value} class="option-row">
            {choice.group !== undefined && choice.group !== choices[index - 1]?.group && (
              <div class="option-group" role="presentation">
                {choice.group}
              </div>
            )}
            <div
              id={optionId(id, index)}
              class={index === active ? 'option option-active' : 'option'}
              role="option"
              tabIndex={-1}
              aria-selected={choice.value === chosen?.value}
              lang={languageOf(choice.label)}
              onMouseDown={(event) => {
                event.preventDefault();
                onChoose(choice);
              }}
            >
              <span dir="auto">{choice.label}</span>
              {choice.description !== undefined && <span class="option-more">{choice.description}</span>}
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
