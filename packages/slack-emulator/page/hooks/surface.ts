import type { ConfirmationDialog } from '@slack/types';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { JsonObject } from '../../src/json.js';
import type { Selection } from '../../src/state/select-option.js';
import type { Spot } from '../state/drafts.js';

export type Target = { readonly viewId: string } | { readonly channel: string; readonly messageTs: string };

/** Something to act on, and whether a person is asked first. */
export interface Pressed extends Spot {
  readonly confirm?: ConfirmationDialog | undefined;
}

/** What the elements of a view or a message stand on: where their values are kept and their presses go. */
export interface Surface {
  /** Begins the DOM ids of what stands here. */
  readonly id: string;
  readonly at: Target;
  /** Under each input block, why the last submission was refused. */
  readonly errors: Readonly<Record<string, string>>;
  /** The element whose press is under way. */
  readonly busy: Spot | undefined;
  valueOf(spot: Spot): JsonObject | undefined;
  draftOf(spot: Spot): string | undefined;
  draft(spot: Spot, text: string): void;
  /** Acts on an element; `shows` is what it holds from now on. */
  press(pressed: Pressed, selection?: Selection, shows?: JsonObject): Promise<void>;
}

export const SurfaceContext = createContext<Surface | undefined>(undefined);

export function useSurface(): Surface {
  const surface = useContext(SurfaceContext);
  if (surface === undefined) throw new Error('this element stands on nothing');
  return surface;
}

export function isBusy({ busy }: Surface, { blockId, actionId }: Spot): boolean {
  return busy !== undefined && busy.blockId === blockId && busy.actionId === actionId;
}
