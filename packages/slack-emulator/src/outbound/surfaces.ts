import { InvalidActionError } from '../invalid-action.js';
import { blocksOf } from '../state/inputs.js';
import type { Message, State, View } from '../state/state.js';
import { stackOf } from '../state/views.js';
import { elementsOf, type LocatedElement } from '../user-driver/blocks.js';

/** The view or message that a user acts on. */
export interface SurfaceTarget {
  readonly user: string;
  readonly viewId?: string | undefined;
  readonly channel?: string | undefined;
  readonly messageTs?: string | undefined;
}

/** The message or view; throws InvalidActionError if the user cannot see it or it lies under another view. */
export function surfaceFor(state: State, target: SurfaceTarget): View | Message {
  if (target.viewId !== undefined) return viewFor(state, target.user, target.viewId);
  const all =
    target.channel === undefined ? Object.values(state.messages).flat() : (state.messages[target.channel] ?? []);
  const found = all.find((message) => message.ts === target.messageTs);
  const hidden = found?.ephemeralUser !== undefined && found.ephemeralUser !== target.user;
  if (found === undefined || hidden || !isMember(state, found.channel, target.user)) {
    throw new InvalidActionError(`${target.user} sees no message ${target.messageTs ?? '(no messageTs given)'}`);
  }
  return found;
}

export function viewFor(state: State, user: string, viewId: string): View {
  const view = state.views[viewId];
  if (view === undefined || view.owner !== user) throw new InvalidActionError(`${user} has no view ${viewId}`);
  const top = stackOf(state, user).at(-1);
  if (view.kind === 'modal' && top?.id !== viewId) {
    throw new InvalidActionError(`view ${viewId} is under ${top?.id ?? 'nothing'}: only the top view can be acted on`);
  }
  return view;
}

export function elementFor(surface: View | Message, actionId: string, blockId?: string): LocatedElement {
  const all = elementsOf(blocksOf(surface));
  const found = all.filter((each) => each.actionId === actionId && (blockId === undefined || each.blockId === blockId));
  const [first, second] = found;
  if (first === undefined) {
    const have = all.map((each) => `${each.blockId}/${each.actionId}`).join(', ');
    throw new InvalidActionError(`no element ${blockId ?? '*'}/${actionId} here; there are: ${have || 'none'}`);
  }
  if (second !== undefined) throw new InvalidActionError(`${actionId} is in several blocks: give its blockId`);
  return first;
}

function isMember(state: State, channel: string, user: string): boolean {
  return state.channels[channel]?.members.includes(user) ?? false;
}
