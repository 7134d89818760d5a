import { useMemo, useState } from 'preact/hooks';
import { type JsonObject, objectsIn } from '../../src/json.js';
import { initialValue } from '../../src/state/inputs.js';
import type { VisibleMessage } from '../../src/state/user-view.js';
import { elementsOf } from '../../src/user-driver/blocks.js';
import { draftAt, type ElementRef, noDrafts, withDraft } from '../state/drafts.js';
import { type Surface, usePress } from './surface.js';

/** The surface of a message. Selected values are local to this user. */
export function useMessageSurface(message: VisibleMessage): Surface {
  const [drafts, setDrafts] = useState(noDrafts);
  const address = useMemo(() => ({ channel: message.channel, messageTs: message.ts }), [message.channel, message.ts]);
  const { busy, press, pendingValue } = usePress(address);
  const initial = ({ blockId, actionId }: ElementRef): JsonObject | undefined => {
    const all = elementsOf(objectsIn(message.json, 'blocks'));
    const located = all.find((each) => each.blockId === blockId && each.actionId === actionId);
    return located && initialValue(located);
  };
  return {
    id: `m${message.ts.replace('.', '-')}`,
    address,
    errors: {},
    busy,
    press,
    valueOf: (element) => pendingValue(element) ?? initial(element),
    draftOf: (element) => draftAt(drafts, element),
    setDraft: (element, text) => setDrafts((before) => withDraft(before, element, text)),
  };
}
