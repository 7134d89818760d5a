import { isList, type Json, type JsonObject, objectIn, stringIn } from '../json.js';
import { type Located, optionsOf } from '../user-driver/blocks.js';
import { slots } from './inputs.js';

/** What a person does with an element: a value, several values, or nothing (clears it). */
export type Selection = string | number | null | readonly string[];

/** A choice that this element does not offer; the sentence says what it does offer. */
interface Impossible {
  readonly impossible: string;
}

const byOption = new Set([
  'static_select',
  'external_select',
  'radio_buttons',
  'checkboxes',
  'multi_static_select',
  'multi_external_select',
]);

/** The state value after a person chose; options are meant by their value or by the text they show. */
export function chosenValue(
  located: Located,
  selection: Selection,
  offered: readonly JsonObject[],
): JsonObject | Impossible {
  const slot = slots[located.type];
  if (slot === undefined) return { impossible: `a ${located.type} keeps no value` };
  const wanted = isList(selection) ? selection : [selection];
  const found: Json[] = [];
  for (const want of wanted) {
    if (want === null || want === '') continue;
    const held = byOption.has(located.type) ? optionFor(located, want, offered) : want;
    if (typeof held === 'object' && held !== null && 'impossible' in held) return held;
    found.push(held);
  }
  const value = slot.empty === null ? (found[0] ?? null) : found;
  return { type: located.type, [slot.key]: value };
}

function optionFor(
  located: Located,
  want: string | number,
  offered: readonly JsonObject[],
): JsonObject | { impossible: string } {
  const options = located.type.includes('external') ? offered : optionsOf(located.element);
  return pickOption(options, String(want)) ?? { impossible: nothingLike(String(want), options) };
}

/** The option whose value, else whose shown text, is the one meant. */
export function pickOption(options: readonly JsonObject[], want: string): JsonObject | undefined {
  return (
    options.find((option) => stringIn(option, 'value') === want) ?? options.find((option) => shownText(option) === want)
  );
}

export function shownText(option: JsonObject): string {
  const text = objectIn(option, 'text');
  return text === undefined ? '' : (stringIn(text, 'text') ?? '');
}

function nothingLike(want: string, options: readonly JsonObject[]): string {
  const offer = options.map((option) => `${shownText(option)} (${stringIn(option, 'value') ?? ''})`).join(', ');
  return `there is no option "${want}" among: ${offer || 'nothing was offered'}`;
}
