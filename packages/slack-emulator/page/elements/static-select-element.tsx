import type { StaticSelect } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { filterOptions, menuOptions, selectedOption } from '../state/options.js';
import type { ElementProps } from './field.js';
import { optionsJson } from './option-json.js';
import { SelectCombobox } from './select-combobox.js';

/** A select menu with static options. */
export function StaticSelectElement({ element, blockId, field }: ElementProps<StaticSelect>): JSX.Element {
  const surface = useSurface();
  const selected = selectedOption(surface.valueOf({ blockId, actionId: element.action_id ?? '' }));
  const filter = (query: string) => {
    const { options, groups } = optionsJson(element);
    return filterOptions(menuOptions(options, groups), query);
  };
  return <SelectCombobox element={element} blockId={blockId} field={field} selected={selected} source={{ filter }} />;
}
