import type { RadioButtons } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { selectedOption } from '../state/options.js';
import { ariaProps, type ElementProps } from './field.js';
import { optionJson } from './option-json.js';
import { OptionText } from './option-text.js';

/** Radio buttons. */
export function RadioElement({ element, blockId, field }: ElementProps<RadioButtons>): JSX.Element {
  const surface = useSurface();
  const press = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const selected = selectedOption(surface.valueOf(press))?.value;
  const name = `${surface.id}-${blockId}-${press.actionId}`;
  return (
    <div class="choices" role="radiogroup" {...ariaProps(field, press.actionId)}>
      {element.options.map((option) => (
        <label key={option.value} class="choice">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === selected}
            onChange={() => surface.press(press, option.value ?? '', { selected_option: optionJson(option) })}
          />
          <OptionText option={option} />
        </label>
      ))}
    </div>
  );
}
