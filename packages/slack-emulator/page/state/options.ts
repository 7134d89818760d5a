import { isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../../src/json.js';

/** Something that can be chosen, as a person sees it. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

function choiceOf(option: JsonObject, group?: string): Choice {
  const description = stringIn(objectIn(option, 'description') ?? {}, 'text');
  return {
    value: stringIn(option, 'value') ?? '',
    label: stringIn(objectIn(option, 'text') ?? {}, 'text') ?? '',
    ...(description === undefined ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Options and groups of options, in one list. */
export function choicesOf(options: readonly JsonObject[], groups: readonly JsonObject[]): readonly Choice[] {
  const grouped = groups.flatMap((group) => {
    const label = stringIn(objectIn(group, 'label') ?? {}, 'text') ?? '';
    return objectsIn(group, 'options').map((option) => choiceOf(option, label));
  });
  return [...options.map((option) => choiceOf(option)), ...grouped];
}

export function chosenIn(value: JsonObject | undefined): Choice | null {
  const option = value?.['selected_option'];
  return isObject(option) ? choiceOf(option) : null;
}

export function chosenValuesIn(value: JsonObject | undefined): readonly string[] {
  return objectsIn(value ?? {}, 'selected_options').map((option) => stringIn(option, 'value') ?? '');
}

/** The id that a menu of people or conversations holds. */
export function idIn(value: JsonObject | undefined): string {
  const held: Json | undefined =
    value?.['selected_user'] ?? value?.['selected_conversation'] ?? value?.['selected_channel'];
  return typeof held === 'string' ? held : '';
}

/** Those that have the letters in them, whatever their case; all of them when nothing was typed. */
export function matching(choices: readonly Choice[], query: string): readonly Choice[] {
  const wanted = folded(query);
  return wanted === '' ? choices : choices.filter((choice) => folded(choice.label).includes(wanted));
}

function folded(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase().trim();
}
