import type { Select } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { usePage } from '../page-context.js';
import type { MenuOption } from '../state/options.js';
import { Combobox } from './combobox.js';
import { ariaProps, type ElementProps } from './field.js';
import type { OptionSource } from './use-options.js';

interface Props extends ElementProps<Select> {
  readonly selected: MenuOption | null;
  readonly source: OptionSource;
  /** Key of the value for a menu of ids; undefined for a menu of options (`selected_option`). */
  readonly valueKey?: 'selected_user' | 'selected_conversation' | 'selected_channel';
}

/** The combobox shared by all select elements. */
export function SelectCombobox({ element, blockId, field, selected, source, valueKey }: Props): JSX.Element {
  const surface = useSurface();
  const { texts } = usePage();
  const press = { blockId, actionId: element.action_id ?? '', confirm: element.confirm };
  const select = (menuOption: MenuOption): Promise<void> => {
    const option = { text: { type: 'plain_text', text: menuOption.label }, value: menuOption.value };
    const newValue = valueKey === undefined ? { selected_option: option } : { [valueKey]: menuOption.value };
    return surface.press(press, menuOption.value, newValue);
  };
  const clear = (): Promise<void> => surface.press(press, null, { [valueKey ?? 'selected_option']: null });
  return (
    <Combobox
      id={field?.inputId ?? `${surface.id}-${blockId}-${press.actionId}`}
      aria={ariaProps(field, element.placeholder?.text ?? texts.choose)}
      placeholder={element.placeholder?.text}
      selected={selected}
      source={source}
      onSelect={select}
      onClear={field?.optional === true ? clear : undefined}
    />
  );
}
