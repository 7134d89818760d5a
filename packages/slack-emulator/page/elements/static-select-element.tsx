import type { StaticSelect } from '@slack/types';
import type { JSX } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { choicesOf, chosenIn, matching } from '../state/options.js';
import type { ElementProps } from './field.js';
import { optionsJson } from './option-json.js';
import { SelectFrame } from './select-frame.js';

/** A menu of options that are all here. */
export function StaticSelectElement({ element, blockId, field }: ElementProps<StaticSelect>): JSX.Element {
  const surface = useSurface();
  const chosen = chosenIn(surface.valueOf({ blockId, actionId: element.action_id ?? '' }));
  const here = (query: string) => {
    const { options, groups } = optionsJson(element);
    return matching(choicesOf(options, groups), query);
  };
  return <SelectFrame element={element} blockId={blockId} field={field} chosen={chosen} source={{ here }} />;
}
