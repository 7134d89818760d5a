import { isObject, type Json, type JsonObject, objectIn, objectsIn, stringIn } from '../../src/json.js';

/** An option of a select menu. */
export interface MenuOption {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  readonly group?: string;
}

function menuOption(option: JsonObject, group?: string): MenuOption {
  const description = stringIn(objectIn(option, 'description') ?? {}, 'text');
  return {
    value: stringIn(option, 'value') ?? '',
    label: stringIn(objectIn(option, 'text') ?? {}, 'text') ?? '',
    ...(description === undefined ? {} : { description }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Options and option groups, in one list. */
export function menuOptions(options: readonly JsonObject[], groups: readonly JsonObject[]): readonly MenuOption[] {
  const grouped = groups.flatMap((group) => {
    const label = stringIn(objectIn(group, 'label') ?? {}, 'text') ?? '';
    return objectsIn(group, 'options').map((option) => menuOption(option, label));
  });
  return [...options.map((option) => menuOption(option)), ...grouped];
}

export function selectedOption(value: JsonObject | undefined): MenuOption | null {
  const option = value?.['selected_option'];
  return isObject(option) ? menuOption(option) : null;
}

export function selectedValues(value: JsonObject | undefined): readonly string[] {
  return objectsIn(value ?? {}, 'selected_options').map((option) => stringIn(option, 'value') ?? '');
}

/** The selected id of a menu of users or conversations; empty if none. */
export function selectedId(value: JsonObject | undefined): string {
  const id: Json | undefined =
    value?.['selected_user'] ?? value?.['selected_conversation'] ?? value?.['selected_channel'];
  return typeof id === 'string' ? id : '';
}

/** The options whose label contains the query, case-insensitively. */
export function filterOptions(options: readonly MenuOption[], query: string): readonly MenuOption[] {
  const needle = normalize(query);
  return needle === '' ? options : options.filter((option) => normalize(option.label).includes(needle));
}

function normalize(text: string): string {
  return text.normalize('NFKC').toLocaleLowerCase().trim();
}
