import { isList, type Json, type JsonObject, objectIn, stringIn } from '../json.js';
import { type LocatedElement, optionsOf } from '../user-driver/blocks.js';
import { slots } from './inputs.js';

/** What a person does with an element: a value, several values, or nothing (clears it). */
export type Selection = string | number | null | readonly string[];

/** A choice that this element does not offer; the sentence says what it does offer. */
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

/** The state value after a person chose; options are meant by their value or by the text they show. */
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

/** The option whose value, else whose shown text, is the one meant. */
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
