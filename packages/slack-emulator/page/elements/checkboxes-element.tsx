import type { Checkboxes } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { chosenValuesIn } from '../state/options.js';
import { ChoiceText } from './choice-text.js';
import type { ElementProps } from './field.js';
import { optionJson } from './option-json.js';

/** Any of a few. */
export function CheckboxesElement({ element, blockId, field }: ElementProps<Checkboxes>): JSX.Element {
  const surface = useSurface();
  const pressed = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const chosen = chosenValuesIn(surface.valueOf(pressed));
  const toggle = (value: string): Promise<void> => {
    const now = element.options
      .map((option) => option.value ?? '')
      .filter((each) => chosen.includes(each) !== (each === value));
    const held = element.options.filter((option) => now.includes(option.value ?? '')).map(optionJson);
    return surface.press(pressed, now, { selected_options: held });
  };
  return (
    <fieldset class="choices" aria-labelledby={field?.labelId} aria-describedby={field?.describedBy}>
      {element.options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="checkbox"
            value={option.value}
            checked={chosen.includes(option.value ?? '')}
            aria-invalid={field?.invalid || undefined}
            onChange={() => toggle(option.value ?? '')}
          />
          <ChoiceText option={option} />
        </label>
      ))}
    </fieldset>
  );
}
