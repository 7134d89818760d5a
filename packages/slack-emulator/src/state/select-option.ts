import { isList, type Json, type JsonObject, objectIn, stringIn } from '../json.js';
import { type LocatedElement, optionsOf } from '../user-driver/blocks.js';
import { slots } from './inputs.js';

/** A new value for an element: one value, several values, or null, which clears it. */
export type Selection = string | number | null | readonly string[];

/** A selection that the element does not offer; the message lists what it offers. */
interface InvalidSelection {
  readonly invalid: string;
}

const optionTypes = new Set([
  'static_select',
  'external_select',
  'radio_buttons',
  'checkboxes',
  'multi_static_select',
  'multi_external_select',
]);

/** The entry of `state.values` after a selection. Options are selected by value or by text. */
export function selectedValue(
  located: LocatedElement,
  selection: Selection,
  suggested: readonly JsonObject[],
): JsonObject | InvalidSelection {
  const slot = slots[located.type];
  if (slot === undefined) return { invalid: `a ${located.type} keeps no value` };
  const selections = isList(selection) ? selection : [selection];
  const found: Json[] = [];
  for (const want of selections) {
    if (want === null || want === '') continue;
    const held = optionTypes.has(located.type) ? matchingOption(located, want, suggested) : want;
    if (typeof held === 'object' && held !== null && 'invalid' in held) return held;
    found.push(held);
  }
  const value = slot.empty === null ? (found[0] ?? null) : found;
  return { type: located.type, [slot.key]: value };
}

function matchingOption(
  located: LocatedElement,
  selection: string | number,
  suggested: readonly JsonObject[],
): JsonObject | { invalid: string } {
  const options = located.type.includes('external') ? suggested : optionsOf(located.element);
  return findOption(options, String(selection)) ?? { invalid: noSuchOption(String(selection), options) };
}

/** The option with this value, or else with this text. */
export function findOption(options: readonly JsonObject[], want: string): JsonObject | undefined {
  return (
    options.find((option) => stringIn(option, 'value') === want) ??
    options.find((option) => optionText(option) === want)
  );
}

export function optionText(option: JsonObject): string {
  const text = objectIn(option, 'text');
  return text === undefined ? '' : (stringIn(text, 'text') ?? '');
}

function noSuchOption(want: string, options: readonly JsonObject[]): string {
  const available = options.map((option) => `${optionText(option)} (${stringIn(option, 'value') ?? ''})`).join(', ');
  return `there is no option "${want}" among: ${available || 'nothing was offered'}`;
}
