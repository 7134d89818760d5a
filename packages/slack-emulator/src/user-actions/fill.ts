import type { House } from '../context.js';
import { Misuse } from '../invalid-action.js';
import { fine, type Outcome } from '../outbound/result.js';
import { elementFor, viewFor } from '../outbound/surfaces.js';
import { offerKey, rememberInput, surfaceKey } from '../state/inputs.js';
import { chosenValue, type Selection } from '../state/select-option.js';

interface Fill {
  readonly user: string;
  readonly viewId: string;
  readonly values: Readonly<Record<string, Readonly<Record<string, Selection>>>>;
}

/** A person types and chooses in a view, without the bot hearing of it. */
export function fillView(house: House, ask: Fill): Outcome {
  const view = viewFor(house.store.state(), ask.user, ask.viewId);
  const key = surfaceKey(view, ask.user);
  for (const [blockId, actions] of Object.entries(ask.values)) {
    for (const [actionId, selection] of Object.entries(actions)) {
      const located = elementFor(view, actionId, blockId);
      const offered = house.store.state().offers[offerKey(key, located)] ?? [];
      const value = chosenValue(located, selection, offered);
      if ('impossible' in value) throw new Misuse(`${located.label || actionId}: ${String(value['impossible'])}`);
      house.store.change((state) => rememberInput(state, key, { blockId, actionId, value }));
    }
  }
  return fine;
}
