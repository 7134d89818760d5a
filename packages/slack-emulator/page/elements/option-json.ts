import type { Option, StaticSelect } from '@slack/types';
import type { JsonObject } from '../../src/json.js';

/** An option, as in `state.values`. */
export function optionJson({ text, value, description }: Option): JsonObject {
  const more = description === undefined ? {} : { description: { type: description.type, text: description.text } };
  return { text: { type: text.type, text: text.text }, value, ...more };
}

export function optionsJson({
  options = [],
  option_groups: groups = [],
}: Pick<StaticSelect, 'options' | 'option_groups'>) {
  return {
    options: options.map(optionJson),
    groups: groups.map(({ label, options }) => ({ label: { text: label.text }, options: options.map(optionJson) })),
  };
}
