import { isList, type Json, type JsonObject, objectIn, objectsIn, sameJson } from '../json.js';
import { elementsOf, type LocatedElement, optionsOf } from '../user-driver/blocks.js';
import type { Message, State, SurfaceValues, View } from './state.js';

/** Where a stateful element keeps its value, what it starts from, and what it is when empty. */
interface Slot {
  readonly key: string;
  readonly initial: string;
  readonly empty: null | readonly never[];
}

const one = (key: string, initial: string): Slot => ({ key, initial, empty: null });
const many = (key: string, initial: string): Slot => ({ key, initial, empty: [] });

/** Element types that keep a value. Buttons and overflow menus keep none. */
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
  datetimepicker: one('selected_date_time', 'initial_date_time'),
};

/** The key of what a person typed on a surface: a view has one owner, a message many readers. */
export function surfaceKey(surface: View | Message, user: string): string {
  return 'hash' in surface ? surface.id : `${surface.channel}:${surface.ts}:${user}`;
}

export function blocksOf(surface: View | Message): readonly JsonObject[] {
  return 'hash' in surface ? objectsIn(surface.payload, 'blocks') : surface.blocks;
}

/**
 * The values of every stateful element of a surface, as Slack puts them into `state.values`.
 * What was typed is kept across updates as long as block_id, action_id and type stay the same.
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

/** A kept value goes when the element became another, or no longer offers what was chosen. */
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

/** Remembers what a person typed or chose. */
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
