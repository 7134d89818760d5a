import { flagIn, type JsonObject, stringIn } from '../json.js';
import { elementsOf, type LocatedElement } from '../user-driver/blocks.js';
import { blocksOf, isEmptyValue } from './inputs.js';
import type { SurfaceValues, View } from './state.js';

/** Errors of the Slack client's own validation, by block_id: with any, nothing is submitted. */
export function inputErrors(view: View, values: SurfaceValues): Readonly<Record<string, string>> {
  const errors: Record<string, string> = {};
  for (const located of elementsOf(blocksOf(view)).filter((each) => each.input)) {
    const value = values[located.blockId]?.[located.actionId];
    const error = value === undefined ? undefined : inputError(located, value);
    if (error !== undefined) errors[located.blockId] = error;
  }
  return errors;
}

function inputError(located: LocatedElement, value: JsonObject): string | undefined {
  if (isEmptyValue(value)) return located.optional ? undefined : 'Please complete this required field.';
  const text = stringIn(value, 'value') ?? '';
  return checks[located.type]?.(located.element, text);
}

const checks: Readonly<Record<string, (element: JsonObject, text: string) => string | undefined>> = {
  plain_text_input: (element, text) => {
    const { min_length: min, max_length: max } = element;
    const length = [...text].length;
    if (typeof min === 'number' && length < min) return `Must be at least ${min} characters.`;
    if (length > (typeof max === 'number' ? max : 3000)) return `Must be at most ${String(max ?? 3000)} characters.`;
    return undefined;
  },
  number_input: (element, text) => {
    const number = Number(text);
    if (text.trim() === '' || Number.isNaN(number)) return 'Must be a number.';
    if (!flagIn(element, 'is_decimal_allowed') && !Number.isInteger(number)) return 'Must be a whole number.';
    const min = stringIn(element, 'min_value');
    const max = stringIn(element, 'max_value');
    if (min !== undefined && number < Number(min)) return `Must be ${min} or more.`;
    if (max !== undefined && number > Number(max)) return `Must be ${max} or less.`;
    return undefined;
  },
  email_text_input: (_element, text) => (/^\S+@\S+\.\S+$/.test(text) ? undefined : 'Must be an email address.'),
  url_text_input: (_element, text) => (URL.canParse(text) ? undefined : 'Must be a URL.'),
};
