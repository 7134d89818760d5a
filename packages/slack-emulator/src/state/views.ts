import { type JsonObject, objectsIn, stringIn } from '../json.js';
import { withIds } from '../user-driver/blocks.js';
import { type Ids, idsFrom } from './ids.js';
import type { Refused, State, Transition, View } from './state.js';

/** Slack allows three views in a modal. */
const maxViewsPerModal = 3;

interface ViewDraft {
  readonly owner: string;
  readonly payload: JsonObject;
  readonly now: number;
}

/** Opens a modal for a user, replacing an open one. */
export function openView(state: State, draft: ViewDraft): Transition<View> {
  const cleared = clearStack(state, draft.owner);
  return stackView(cleared, draft);
}

/** Pushes a view onto the user's open modal. */
export function pushView(state: State, draft: ViewDraft): Transition<View> | Refused {
  const stack = state.stacks[draft.owner] ?? [];
  if (stack.length === 0) return { refused: 'not_found' };
  if (stack.length >= maxViewsPerModal) return { refused: 'push_limit_reached' };
  return stackView(state, draft);
}

function stackView(state: State, draft: ViewDraft): Transition<View> {
  const stack = state.stacks[draft.owner] ?? [];
  const previousId = stack.at(-1);
  const ids = idsFrom(state);
  const id = ids.next('V');
  const view: View = {
    id,
    owner: draft.owner,
    kind: 'modal',
    payload: withGeneratedIds(draft.payload, ids),
    hash: createHash(draft.now, ids),
    rootId: stack[0] ?? id,
    errors: {},
    ...(previousId === undefined ? {} : { previousId }),
  };
  const next = ids.nextState();
  return {
    state: {
      ...next,
      views: { ...next.views, [id]: view },
      stacks: { ...next.stacks, [draft.owner]: [...stack, id] },
    },
    value: view,
  };
}

/** Replaces the content of a view: same id, new hash, errors cleared. */
export function replaceView(state: State, view: View, draft: Omit<ViewDraft, 'owner'>): Transition<View> {
  const ids = idsFrom(state);
  const { connectionError: _connectionError, ...rest } = view;
  const replaced: View = {
    ...rest,
    payload: withGeneratedIds(draft.payload, ids),
    hash: createHash(draft.now, ids),
    errors: {},
  };
  const next = ids.nextState();
  return { state: { ...next, views: { ...next.views, [view.id]: replaced } }, value: replaced };
}

/** Publishes a user's Home tab, replacing the previous one. */
export function publishHome(state: State, draft: ViewDraft): Transition<View> {
  const current = homeOf(state, draft.owner);
  if (current !== undefined) return replaceView(state, current, draft);
  const ids = idsFrom(state);
  const id = ids.next('V');
  const view: View = {
    id,
    owner: draft.owner,
    kind: 'home',
    payload: withGeneratedIds(draft.payload, ids),
    hash: createHash(draft.now, ids),
    rootId: id,
    errors: {},
  };
  const next = ids.nextState();
  return {
    state: { ...next, views: { ...next.views, [id]: view }, homes: { ...next.homes, [draft.owner]: id } },
    value: view,
  };
}

export function homeOf(state: State, owner: string): View | undefined {
  const id = state.homes[owner];
  return id === undefined ? undefined : state.views[id];
}

/** The views of the user's open modal, root first. */
export function stackOf(state: State, owner: string): readonly View[] {
  return (state.stacks[owner] ?? []).flatMap((id) => state.views[id] ?? []);
}

export function viewByExternalId(state: State, externalId: string): View | undefined {
  return Object.values(state.views).find((view) => stringIn(view.payload, 'external_id') === externalId);
}

/** Removes a view from its modal. */
export function popView(state: State, view: View): State {
  const stack = (state.stacks[view.owner] ?? []).filter((id) => id !== view.id);
  return { ...state, views: without(state.views, [view.id]), stacks: { ...state.stacks, [view.owner]: stack } };
}

export function clearStack(state: State, owner: string): State {
  const removed = state.stacks[owner] ?? [];
  return { ...state, views: without(state.views, removed), stacks: { ...state.stacks, [owner]: [] } };
}

/** Sets why a submission failed: errors by block_id, or Slack's message in `connectionError`. */
export function setViewErrors(
  state: State,
  viewId: string,
  errors: Pick<View, 'errors'> & { connectionError?: string },
): State {
  const view = state.views[viewId];
  if (view === undefined) return state;
  const { connectionError: _connectionError, ...rest } = view;
  return { ...state, views: { ...state.views, [viewId]: { ...rest, ...errors } } };
}

function withGeneratedIds(payload: JsonObject, ids: Ids): JsonObject {
  return { ...payload, blocks: withIds(objectsIn(payload, 'blocks'), ids) };
}

function createHash(now: number, ids: Ids): string {
  return `${Math.floor(now / 1000)}.${ids.hex()}`;
}

function without<T>(from: Readonly<Record<string, T>>, keys: readonly string[]): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}
