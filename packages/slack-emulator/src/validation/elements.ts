import type { z } from 'zod';
import { limits } from './limit-values.js';
import {
  actionId,
  confirm,
  conversationFilter,
  dispatchConfig,
  listOption,
  menuOption,
  optionGroup,
  overflowOption,
  placeholder,
  plain,
  slackFile,
} from './objects.js';
import { richText } from './rich-text.js';
import { type Fields, flag, integer, lazy, list, object, oneOf, string } from './schema.js';

const base: Fields = { action_id: actionId };
const picker: Fields = { ...base, confirm, focus_on_load: flag };
const menu: Fields = { ...picker, placeholder };
const several: Fields = { max_selected_items: integer({ min: 1 }) };
const typing: Fields = { ...base, focus_on_load: flag, placeholder, dispatch_action_config: dispatchConfig };

const options = list(menuOption, { min: 1, max: limits.options });
const groups = list(optionGroup, { min: 1, max: limits.optionGroups });
const initials = list(menuOption, { min: 1, max: limits.options });
const day = string({ format: { pattern: /^\d{4}-\d{2}-\d{2}$/, message: 'must be a date in the format YYYY-MM-DD' } });
const hour = string({
  format: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: 'must be a time in the format HH:mm' },
});
const query = integer({ min: 0 });
const link = string({ max: limits.url });

/** Schemas of all supported elements, by type. */
export const elements: Readonly<Record<string, z.ZodObject>> = {
  button: object(
    { text: plain(limits.buttonText) },
    {
      ...base,
      value: string({ max: limits.buttonValue }),
      url: link,
      style: oneOf('primary', 'danger'),
      confirm,
      accessibility_label: string({ max: limits.accessibilityLabel }),
    },
  ),
  static_select: object({}, { ...menu, options, option_groups: groups, initial_option: menuOption }),
  multi_static_select: object({}, { ...menu, ...several, options, option_groups: groups, initial_options: initials }),
  external_select: object({}, { ...menu, min_query_length: query, initial_option: menuOption }),
  multi_external_select: object({}, { ...menu, ...several, min_query_length: query, initial_options: initials }),
  users_select: object({}, { ...menu, initial_user: string() }),
  multi_users_select: object({}, { ...menu, ...several, initial_users: list(string()) }),
  conversations_select: object(
    {},
    {
      ...menu,
      initial_conversation: string(),
      default_to_current_conversation: flag,
      response_url_enabled: flag,
      filter: conversationFilter,
    },
  ),
  multi_conversations_select: object(
    {},
    {
      ...menu,
      ...several,
      initial_conversations: list(string()),
      default_to_current_conversation: flag,
      filter: conversationFilter,
    },
  ),
  channels_select: object({}, { ...menu, initial_channel: string(), response_url_enabled: flag }),
  multi_channels_select: object({}, { ...menu, ...several, initial_channels: list(string()) }),
  radio_buttons: object(
    { options: list(listOption, { min: 1, max: limits.radioOptions }) },
    { ...picker, initial_option: listOption },
  ),
  checkboxes: object(
    { options: list(listOption, { min: 1, max: limits.checkboxOptions }) },
    { ...picker, initial_options: list(listOption, { min: 1, max: limits.checkboxOptions }) },
  ),
  overflow: object({ options: list(overflowOption, { min: 1, max: limits.overflowOptions }) }, { ...base, confirm }),
  datepicker: object({}, { ...menu, initial_date: day }),
  timepicker: object({}, { ...menu, initial_time: hour, timezone: string() }),
  datetimepicker: object({}, { ...picker, initial_date_time: integer({ min: 1_000_000_000, max: 9_999_999_999 }) }),
  plain_text_input: object(
    {},
    {
      ...typing,
      initial_value: string({ max: limits.plainTextInput }),
      multiline: flag,
      min_length: integer({ min: 0, max: limits.plainTextInput }),
      max_length: integer({ min: 1, max: limits.plainTextInput }),
    },
  ),
  number_input: object(
    { is_decimal_allowed: flag },
    { ...typing, initial_value: string(), min_value: string(), max_value: string() },
  ),
  email_text_input: object({}, { ...typing, initial_value: string() }),
  url_text_input: object({}, { ...typing, initial_value: string() }),
  rich_text_input: object({}, { ...typing, initial_value: lazy(() => object({ type: oneOf('rich_text') }, richText)) }),
  file_input: object({}, { ...base, filetypes: list(string(), { min: 1 }), max_files: integer({ min: 1, max: 10 }) }),
  image: object({ alt_text: string({ min: 1, max: limits.imageAlt }) }, { image_url: link, slack_file: slackFile }),
};

const pickers = [
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
  'static_select',
  'external_select',
  'users_select',
  'conversations_select',
  'channels_select',
  'multi_static_select',
  'multi_external_select',
  'multi_users_select',
  'multi_conversations_select',
  'multi_channels_select',
] as const;

/** Which elements are allowed in which position. */
export const places = {
  actions: [...pickers, 'button', 'overflow', 'datetimepicker', 'rich_text_input'],
  accessory: [...pickers, 'button', 'overflow', 'image'],
  input: [
    ...pickers,
    'datetimepicker',
    'plain_text_input',
    'number_input',
    'email_text_input',
    'url_text_input',
    'rich_text_input',
    'file_input',
  ],
} as const satisfies Record<string, readonly string[]>;
