import type { ExternalSelect } from '@slack/types';
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { postCommand } from '../hooks/send-command.js';
import { useSurface } from '../hooks/surface.js';
import { usePage } from '../page-context.js';
import { menuOptions, selectedOption } from '../state/options.js';
import type { ElementProps } from './field.js';
import { SelectCombobox } from './select-combobox.js';
import type { OptionList } from './use-options.js';

/** Slack's default for `min_query_length`. */
const defaultMinQueryLength = 3;

/** A select menu whose options the bot returns for a query. */
export function ExternalSelectElement({ element, blockId, field }: ElementProps<ExternalSelect>): JSX.Element {
  const surface = useSurface();
  const { address } = surface;
  const { user, texts } = usePage();
  const actionId = element.action_id ?? '';
  const minQueryLength = element.min_query_length ?? defaultMinQueryLength;
  const fetchOptions = useCallback(
    async (query: string): Promise<OptionList> => {
      try {
        const found = await postCommand('suggest', { user: user.id, ...address, actionId, blockId, query });
        if (found.tooShort) return { options: [], note: texts.keepTyping(minQueryLength) };
        if (found.failed !== undefined) return { options: [], note: texts.searchFailed(found.failed) };
        return { options: menuOptions(found.options, found.groups) };
      } catch (error) {
        return { options: [], note: texts.searchFailed(error instanceof Error ? error.message : '') };
      }
    },
    [user.id, address, actionId, blockId, minQueryLength, texts],
  );
  const selected = selectedOption(surface.valueOf({ blockId, actionId }));
  return (
    <SelectCombobox
      element={element}
      blockId={blockId}
      field={field}
      selected={selected}
      source={{ fetch: fetchOptions }}
    />
  );
}
