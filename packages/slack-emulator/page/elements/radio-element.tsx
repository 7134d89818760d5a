import type { RadioButtons } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { chosenIn } from '../state/options.js';
import { ChoiceText } from './choice-text.js';
import { described, type ElementProps } from './field.js';
import { optionJson } from './option-json.js';

/** One of a few. */
export function RadioElement({ element, blockId, field }: ElementProps<RadioButtons>): JSX.Element {
  const surface = useSurface();
  const pressed = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const chosen = chosenIn(surface.valueOf(pressed))?.value;
  const name = `${surface.id}-${blockId}-${pressed.actionId}`;
  return (
    <div class="choices" role="radiogroup" {...described(field, pressed.actionId)}>
      {element.options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === chosen}
            onChange={() => surface.press(pressed, option.value ?? '', { selected_option: optionJson(option) })}
          />
          <ChoiceText option={option} />
        </label>
      ))}
    </div>
  );
}
