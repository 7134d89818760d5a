import { useCallback, useState } from 'preact/hooks';
import type { JsonObject } from '../../src/json.js';
import type { Selection } from '../../src/state/select-option.js';
import { useDesk } from '../page-context.js';
import type { Spot } from '../state/drafts.js';
import type { Surface, Target } from './surface.js';

interface Pressing extends Pick<Surface, 'busy' | 'press'> {
  /** What was chosen here and the workspace may not have said yet. */
  readonly chosenAt: (spot: Spot) => JsonObject | undefined;
  readonly forget: () => void;
}

type Chosen = Readonly<Record<string, JsonObject | undefined>>;

/** Acts on the elements of a message or view; `before` runs once the person has agreed to what they are asked. */
export function usePress(at: Target, before?: () => Promise<unknown>): Pressing {
  const { act, confirm, person } = useDesk();
  const [busy, setBusy] = useState<Spot>();
  const [chosen, setChosen] = useState<Chosen>({});
  const press = useCallback<Surface['press']>(
    async ({ confirm: asks, ...spot }, selection, shows) => {
      if (asks !== undefined && !(await confirm(asks))) return;
      const show = (value: JsonObject | undefined): void => setChosen((all) => ({ ...all, [keyOf(spot)]: value }));
      if (shows !== undefined) show(shows);
      setBusy(spot);
      await before?.();
      const answer = await act('press', { user: person.id, ...at, ...spot, ...given(selection) });
      if (answer === undefined) show(undefined);
      setBusy(undefined);
    },
    [act, confirm, person.id, at, before],
  );
  const forget = useCallback(() => setChosen({}), []);
  return { busy, press, forget, chosenAt: (spot) => chosen[keyOf(spot)] };
}

function keyOf({ blockId, actionId }: Spot): string {
  return JSON.stringify([blockId, actionId]);
}

/** A selection as the ask takes it: a list that is its own. */
function given(selection: Selection | undefined): { selection?: string | number | string[] | null } {
  if (selection === undefined) return {};
  if (typeof selection === 'object' && selection !== null) return { selection: [...selection] };
  return { selection };
}
