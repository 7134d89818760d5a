import type { ExternalSelect } from '@slack/types';
import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { post } from '../hooks/send-command.js';
import { useSurface } from '../hooks/surface.js';
import { useDesk } from '../page-context.js';
import { choicesOf, chosenIn } from '../state/options.js';
import type { ElementProps } from './field.js';
import { SelectFrame } from './select-frame.js';
import type { Offer } from './use-choices.js';

/** What Slack waits for when the element does not say. */
const usualLeast = 3;

/** A menu whose options come from the bot, by what is typed. */
export function ExternalSelectElement({ element, blockId, field }: ElementProps<ExternalSelect>): JSX.Element {
  const surface = useSurface();
  const { at } = surface;
  const { person, words } = useDesk();
  const actionId = element.action_id ?? '';
  const least = element.min_query_length ?? usualLeast;
  const asked = useCallback(
    async (query: string): Promise<Offer> => {
      try {
        const found = await post('suggest', { user: person.id, ...at, actionId, blockId, query });
        if (found.tooShort) return { choices: [], note: words.keepTyping(least) };
        if (found.failed !== undefined) return { choices: [], note: words.searchFailed(found.failed) };
        return { choices: choicesOf(found.options, found.groups) };
      } catch (error) {
        return { choices: [], note: words.searchFailed(error instanceof Error ? error.message : '') };
      }
    },
    [person.id, at, actionId, blockId, least, words],
  );
  const chosen = chosenIn(surface.valueOf({ blockId, actionId }));
  return <SelectFrame element={element} blockId={blockId} field={field} chosen={chosen} source={{ asked }} />;
}
