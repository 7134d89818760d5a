import type { Checkboxes } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { selectedValues } from '../state/options.js';
import type { ElementProps } from './field.js';
import { optionJson } from './option-json.js';
import { OptionText } from './option-text.js';

/** Checkboxes. */
export function CheckboxesElement({ element, blockId, field }: ElementProps<Checkboxes>): JSX.Element {
  const surface = useSurface();
  const press = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const selected = selectedValues(surface.valueOf(press));
  const toggle = (value: string): Promise<void> => {
    const values = element.options
      .map((option) => option.value ?? '')
      .filter((each) => selected.includes(each) !== (each === value));
    const selectedOptions = element.options.filter((option) => values.includes(option.value ?? '')).map(optionJson);
    return surface.press(press, values, { selected_options: selectedOptions });
  };
  return (
    <fieldset class="choices" aria-labelledby={field?.labelId} aria-describedby={field?.describedBy}>
      {element.options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="checkbox"
            value={option.value}
            checked={selected.includes(option.value ?? '')}
            aria-invalid={field?.invalid || undefined}
            onChange={() => toggle(option.value ?? '')}
          />
          <OptionText option={option} />
        </label>
      ))}
    </fieldset>
  );
}
