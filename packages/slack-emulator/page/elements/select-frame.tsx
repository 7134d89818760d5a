import type { Select } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { useDesk } from '../page-context.js';
import type { Choice } from '../state/options.js';
import { Combobox } from './combobox.js';
import { described, type ElementProps } from './field.js';
import type { Source } from './use-choices.js';

interface Props extends ElementProps<Select> {
  readonly chosen: Choice | null;
  readonly source: Source;
  /** The key that a menu of ids holds its value under; a menu of options holds the option. */
  readonly holds?: 'selected_user' | 'selected_conversation' | 'selected_channel';
}

/** What every menu shares: a combobox that says to the workspace what was chosen. */
export function SelectFrame({ element, blockId, field, chosen, source, holds }: Props): JSX.Element {
  const surface = useSurface();
  const { words } = useDesk();
  const pressed = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const choose = (choice: Choice): Promise<void> => {
    const option = { text: { type: 'plain_text', text: choice.label }, value: choice.value };
    const shows = holds === undefined ? { selected_option: option } : { [holds]: choice.value };
    return surface.press(pressed, choice.value, shows);
  };
  const clear = (): Promise<void> => surface.press(pressed, null, { [holds ?? 'selected_option']: null });
  return (
    <Combobox
      id={field?.inputId ?? `${surface.id}-${blockId}-${pressed.actionId}`}
      aria={described(field, element.placeholder?.text ?? words.choose)}
      placeholder={element.placeholder?.text}
      chosen={chosen}
      source={source}
      onChoose={choose}
      onClear={field?.optional === true ? clear : undefined}
    />
  );
}
