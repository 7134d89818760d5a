import type { ConfirmationDialog } from '@slack/types';
import { createContext } from 'preact';
import { useCallback, useContext, useState } from 'preact/hooks';
import type { JsonObject } from '../../src/json.js';
import type { Selection } from '../../src/state/select-option.js';
import { usePage } from '../page-context.js';
import type { ElementRef } from '../state/drafts.js';

type SurfaceAddress = { readonly viewId: string } | { readonly channel: string; readonly messageTs: string };

/** An element to act on, with its confirm dialog. */
export interface ElementPress extends ElementRef {
  readonly confirm?: ConfirmationDialog | undefined;
}

/** The view or message that contains an element: holds the values and sends the actions. */
export interface Surface {
  /** Prefix of DOM ids. */
  readonly id: string;
  readonly address: SurfaceAddress;
  /** Errors of the last submission, by block_id. */
  readonly errors: Readonly<Record<string, string>>;
  /** The element whose action is being sent. */
  readonly busy: ElementRef | undefined;
  valueOf(element: ElementRef): JsonObject | undefined;
  draftOf(element: ElementRef): string | undefined;
  setDraft(element: ElementRef, text: string): void;
  /** Acts on an element; `newValue` is shown until the workspace confirms it. */
  press(element: ElementPress, selection?: Selection, newValue?: JsonObject): Promise<void>;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) throw new Error('no SurfaceContext around this element');
  return surface;
}

export function isBusy({ busy }: Surface, { blockId, actionId }: ElementRef): boolean {
  return busy !== undefined && busy.blockId === blockId && busy.actionId === actionId;
}

interface PressState extends Pick<Surface, 'busy' | 'press'> {
  /** A new value that the workspace may not have confirmed yet. */
  readonly pendingValue: (element: ElementRef) => JsonObject | undefined;
  readonly clearPending: () => void;
}

type PendingValues = Readonly<Record<string, JsonObject | undefined>>;

/** Acts on the elements of a message or view. `beforeSend` runs after the confirm dialog was accepted. */
export function usePress(address: SurfaceAddress, beforeSend?: () => Promise<unknown>): PressState {
  const { sendCommand, confirm, user } = usePage();
  const [busy, setBusy] = useState<ElementRef>();
  const [pendingValues, setPendingValues] = useState<PendingValues>({});
  const press = useCallback<Surface['press']>(
    async ({ confirm: confirmation, ...element }, selection, newValue) => {
      if (confirmation !== undefined && !(await confirm(confirmation))) return;
      const setPending = (value: JsonObject | undefined): void =>
        setPendingValues((all) => ({ ...all, [keyOf(element)]: value }));
      if (newValue !== undefined) setPending(newValue);
      setBusy(element);
      await beforeSend?.();
      const result = await sendCommand('press', { user: user.id, ...address, ...element, ...selectionArgs(selection) });
      if (result === undefined) setPending(undefined);
      setBusy(undefined);
    },
    [sendCommand, confirm, user.id, address, beforeSend],
  );
  const clearPending = useCallback(() => setPendingValues({}), []);
  return { busy, press, clearPending, pendingValue: (element) => pendingValues[keyOf(element)] };
}

function keyOf({ blockId, actionId }: ElementRef): string {
  return JSON.stringify([blockId, actionId]);
}

/** The selection as an argument of the command, which takes a mutable array. */
function selectionArgs(selection: Selection | undefined): { selection?: string | number | string[] | null } {
  if (selection === undefined) return {};
  if (typeof selection === 'object' && selection !== null) return { selection: [...selection] };
  return { selection };
}
