import { limits } from './limit-values.js';
import { flag, list, object, oneOf, type Schema, string, typed } from './schema.js';

/** Schemas of composition objects: texts, options, dialogs. */

export function plain(max: number): Schema {
  return typed({ plain_text: object({ text: string({ min: 1, max }) }, { emoji: flag }) });
}

export function mrkdwnOrPlain(max: number): Schema {
  const text = string({ min: 1, max });
  return typed({ plain_text: object({ text }, { emoji: flag }), mrkdwn: object({ text }, { verbatim: flag }) });
}

const optionBase = { value: string({ max: limits.optionValue }) };

/** Options of select menus: plain text only, no links. */
export const menuOption = object(
  { text: plain(limits.optionText), ...optionBase },
  { description: plain(limits.optionDescription) },
);

/** Options of radio buttons and checkboxes: mrkdwn is allowed. */
export const listOption = object(
  { text: mrkdwnOrPlain(limits.optionText), ...optionBase },
  { description: mrkdwnOrPlain(limits.optionDescription) },
);

/** Options of overflow menus: may have a link. */
export const overflowOption = object(
  { text: plain(limits.optionText), ...optionBase },
  { description: plain(limits.optionDescription), url: string({ max: limits.url }) },
);

export const optionGroup = object({
  label: plain(limits.optionText),
  options: list(menuOption, { min: 1, max: limits.options }),
});

export const confirm = object(
  {
    title: plain(limits.confirmTitle),
    text: mrkdwnOrPlain(limits.confirmText),
    confirm: plain(limits.confirmButton),
    deny: plain(limits.confirmButton),
  },
  { style: oneOf('primary', 'danger') },
);

export const dispatchConfig = object(
  {},
  { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), { min: 1, max: 2 }) },
);

export const conversationFilter = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), { min: 1 }),
    exclude_external_shared_channels: flag,
    exclude_bot_users: flag,
  },
);

export const slackFile = object({}, { id: string({ min: 1 }), url: string({ max: limits.url }) });

export const placeholder = plain(limits.placeholder);
export const actionId = string({ max: limits.id });
export const blockId = string({ max: limits.id });
