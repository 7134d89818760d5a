import { isList, type Json, type JsonObject, objectIn, objectsIn, sameJson } from '../json.js';
import { elementsOf, type LocatedElement, optionsOf } from '../user-driver/blocks.js';
import type { Message, State, SurfaceValues, View } from './state.js';

/** For a stateful element: the key of its value, of its initial value, and the value when empty. */
interface Slot {
  readonly key: string;
  readonly initial: string;
  readonly empty: null | readonly never[];
}

const one = (key: string, initial: string): Slot => ({ key, initial, empty: null });
const many = (key: string, initial: string): Slot => ({ key, initial, empty: [] });

/** Element types with a value. Buttons and overflow menus have none. */
export const slots: Readonly<Record<string, Slot>> = {
  plain_text_input: one('value', 'initial_value'),
  number_input: one('value', 'initial_value'),
  email_text_input: one('value', 'initial_value'),
  url_text_input: one('value', 'initial_value'),
  rich_text_input: one('rich_text_value', 'initial_value'),
  static_select: one('selected_option', 'initial_option'),
  external_select: one('selected_option', 'initial_option'),
  radio_buttons: one('selected_option', 'initial_option'),
  checkboxes: many('selected_options', 'initial_options'),
  multi_static_select: many('selected_options', 'initial_options'),
  multi_external_select: many('selected_options', 'initial_options'),
  users_select: one('selected_user', 'initial_user'),
  multi_users_select: many('selected_users', 'initial_users'),
  conversations_select: one('selected_conversation', 'initial_conversation'),
  multi_conversations_select: many('selected_conversations', 'initial_conversations'),
  channels_select: one('selected_channel', 'initial_channel'),
  multi_channels_select: many('selected_channels', 'initial_channels'),
  datepicker: one('selected_date', 'initial_date'),
  timepicker: one('selected_time', 'initial_time'),
  file_input: many('files', 'initial_files'),
  datetimepicker: one('selected_date_time', 'initial_date_time'),
};

/** Key of the inputs on a surface. A view has one owner; the values in a message are per user. */
export function surfaceKey(surface: View | Message, user: string): string {
  return 'hash' in surface ? surface.id : `${surface.channel}:${surface.ts}:${user}`;
}

export function blocksOf(surface: View | Message): readonly JsonObject[] {
  return 'hash' in surface ? objectsIn(surface.payload, 'blocks') : surface.blocks;
}

/**
 * The values of all stateful elements of a surface, as in `state.values`.
 * Input survives updates of the surface as long as block_id, action_id and type stay the same.
 */
export function valuesOf(state: State, surface: View | Message, user: string): SurfaceValues {
  const inputs = state.inputs[surfaceKey(surface, user)] ?? {};
  const values: Record<string, Record<string, JsonObject>> = {};
  for (const located of elementsOf(blocksOf(surface))) {
    const start = initialValue(located);
    if (start === undefined) continue;
    const stored = inputs[located.blockId]?.[located.actionId];
    const value = stored !== undefined && stillApplies(located, stored) ? stored : start;
    values[located.blockId] = { ...values[located.blockId], [located.actionId]: value };
  }
  return values;
}

/** A stored value is dropped if the element's type changed or a selected option is no longer offered. */
function stillApplies(located: LocatedElement, stored: JsonObject): boolean {
  if (stored['type'] !== located.type) return false;
  const options = optionsOf(located.element);
  if (options.length === 0) return true;
  const selected = [...objectsIn(stored, 'selected_options'), ...[objectIn(stored, 'selected_option') ?? []].flat()];
  return selected.every((one) => options.some((option) => sameJson(option, one)));
}

export function initialValue(located: LocatedElement): JsonObject | undefined {
  const slot = slots[located.type];
  if (slot === undefined) return undefined;
  return { type: located.type, [slot.key]: located.element[slot.initial] ?? slot.empty };
}

export function isEmptyValue(value: JsonObject): boolean {
  const slot = slots[String(value['type'])];
  const held: Json | undefined = slot === undefined ? undefined : value[slot.key];
  return held === null || held === undefined || held === '' || (isList(held) && held.length === 0);
}

/** Stores what a user entered or selected. */
export function rememberInput(
  state: State,
  key: string,
  entry: Pick<LocatedElement, 'blockId' | 'actionId'> & { value: JsonObject },
): State {
  const surface = state.inputs[key] ?? {};
  const block = { ...surface[entry.blockId], [entry.actionId]: entry.value };
  return { ...state, inputs: { ...state.inputs, [key]: { ...surface, [entry.blockId]: block } } };
}

export function suggestionKey(surface: string, located: Pick<LocatedElement, 'blockId' | 'actionId'>): string {
  return `${surface}|${located.blockId}|${located.actionId}`;
}
