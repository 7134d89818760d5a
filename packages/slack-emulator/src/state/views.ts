import { type JsonObject, objectsIn, stringIn } from '../json.js';
import { withIds } from '../user-driver/blocks.js';
import { type Ids, idsFrom } from './ids.js';
import type { Refused, State, Step, View } from './state.js';

/** How many views one person's modal may hold. */
const stackLimit = 3;

interface Showing {
  readonly owner: string;
  readonly payload: JsonObject;
  readonly now: number;
}

/** Opens a modal for a person, in place of any that was open. */
export function openView(state: State, show: Showing): Step<View> {
  const cleared = clearStack(state, show.owner);
  return stackView(cleared, show);
}

/** Puts a view on top of the person's open modal. */
export function pushView(state: State, show: Showing): Step<View> | Refused {
  const stack = state.stacks[show.owner] ?? [];
  if (stack.length === 0) return { refused: 'not_found' };
  if (stack.length >= stackLimit) return { refused: 'push_limit_reached' };
  return stackView(state, show);
}

function stackView(state: State, show: Showing): Step<View> {
  const stack = state.stacks[show.owner] ?? [];
  const previousId = stack.at(-1);
  const ids = idsFrom(state);
  const id = ids.next('V');
  const view: View = {
    id,
    owner: show.owner,
    kind: 'modal',
    payload: named(show.payload, ids),
    hash: hashAt(show.now, ids),
    rootId: stack[0] ?? id,
    errors: {},
    ...(previousId === undefined ? {} : { previousId }),
  };
  const after = ids.spent();
  return {
    state: {
      ...after,
      views: { ...after.views, [id]: view },
      stacks: { ...after.stacks, [show.owner]: [...stack, id] },
    },
    value: view,
  };
}

/** Replaces what a view shows; its id stays, its hash changes, its refusals go. */
export function replaceView(state: State, view: View, show: Omit<Showing, 'owner'>): Step<View> {
  const ids = idsFrom(state);
  const { trouble: _gone, ...kept } = view;
  const replaced: View = { ...kept, payload: named(show.payload, ids), hash: hashAt(show.now, ids), errors: {} };
  const after = ids.spent();
  return { state: { ...after, views: { ...after.views, [view.id]: replaced } }, value: replaced };
}

/** Shows a person their Home tab, replacing the one before. */
export function publishHome(state: State, show: Showing): Step<View> {
  const current = homeOf(state, show.owner);
  if (current !== undefined) return replaceView(state, current, show);
  const ids = idsFrom(state);
  const id = ids.next('V');
  const view: View = {
    id,
    owner: show.owner,
    kind: 'home',
    payload: named(show.payload, ids),
    hash: hashAt(show.now, ids),
    rootId: id,
    errors: {},
  };
  const after = ids.spent();
  return {
    state: { ...after, views: { ...after.views, [id]: view }, homes: { ...after.homes, [show.owner]: id } },
    value: view,
  };
}

export function homeOf(state: State, owner: string): View | undefined {
  const id = state.homes[owner];
  return id === undefined ? undefined : state.views[id];
}

/** The person's open modal, root first. */
export function stackOf(state: State, owner: string): readonly View[] {
  return (state.stacks[owner] ?? []).flatMap((id) => state.views[id] ?? []);
}

export function viewByExternalId(state: State, externalId: string): View | undefined {
  return Object.values(state.views).find((view) => stringIn(view.payload, 'external_id') === externalId);
}

/** Takes the top view away, so that the one beneath shows again. */
export function popView(state: State, view: View): State {
  const stack = (state.stacks[view.owner] ?? []).filter((id) => id !== view.id);
  return { ...state, views: without(state.views, [view.id]), stacks: { ...state.stacks, [view.owner]: stack } };
}

export function clearStack(state: State, owner: string): State {
  const gone = state.stacks[owner] ?? [];
  return { ...state, views: without(state.views, gone), stacks: { ...state.stacks, [owner]: [] } };
}

/** Shows why a submission did not go through: under fields, or as Slack's own sentence. */
export function markView(state: State, viewId: string, mark: Pick<View, 'errors'> & { trouble?: string }): State {
  const view = state.views[viewId];
  if (view === undefined) return state;
  const { trouble: _gone, ...kept } = view;
  return { ...state, views: { ...state.views, [viewId]: { ...kept, ...mark } } };
}

function named(payload: JsonObject, ids: Ids): JsonObject {
  return { ...payload, blocks: withIds(objectsIn(payload, 'blocks'), ids) };
}

function hashAt(now: number, ids: Ids): string {
  return `${Math.floor(now / 1000)}.${ids.hex()}`;
}

function without<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
