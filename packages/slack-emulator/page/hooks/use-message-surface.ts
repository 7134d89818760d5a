import { useMemo, useState } from 'preact/hooks';
import { type JsonObject, objectsIn } from '../../src/json.js';
import { initialValue } from '../../src/state/inputs.js';
import type { VisibleMessage } from '../../src/state/user-view.js';
import { elementsOf } from '../../src/user-driver/blocks.js';
import { draftAt, noDrafts, type Spot, withDraft } from '../state/drafts.js';
import type { Surface } from './surface.js';
import { usePress } from './use-press.js';

/** A message. What is chosen in it is this reader's own and nobody else's. */
export function useMessageSurface(message: VisibleMessage): Surface {
  const [drafts, setDrafts] = useState(noDrafts);
  const at = useMemo(() => ({ channel: message.channel, messageTs: message.ts }), [message.channel, message.ts]);
  const { busy, press, chosenAt } = usePress(at);
  const initial = ({ blockId, actionId }: Spot): JsonObject | undefined => {
    const all = elementsOf(objectsIn(message.json, 'blocks'));
    const located = all.find((each) => each.blockId === blockId && each.actionId === actionId);
    return located && initialValue(located);
  };
  return {
    id: `m${message.ts.replace('.', '-')}`,
    at,
    errors: {},
    busy,
    press,
    valueOf: (spot) => chosenAt(spot) ?? initial(spot),
    draftOf: (spot) => draftAt(drafts, spot),
    draft: (spot, text) => setDrafts((before) => withDraft(before, spot, text)),
  };
}
