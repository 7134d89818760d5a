import { createHash } from 'node:crypto';
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { App } from '../../domain/app.js';
import { isSlackUser, isSlackUserGroup } from '../../domain/slack-ids.js';
import type { Field, Option } from '../../operations/form.js';
import type { Operation } from '../../operations/operation.js';
import { maxTagsLength } from '../../operations/tags.js';
import { slackLimits } from '../limits.js';
import { encode } from '../metadata.js';
import { slackPhrases } from '../phrases.js';
import { optionText, plainText, section, title, truncate } from './blocks.js';
import type { MessageTranslator } from './translator.js';

const { phrase } = slackPhrases;

interface Form {
  readonly operation: Operation;
  readonly app: App | null;
  readonly fields: readonly Field[];
}

/** The form of an operation, with its fields in order. */
export function formView(translator: MessageTranslator, { operation, app, fields }: Form): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: title(translator, operation.text.title),
    submit: title(translator, phrase('next')),
    close: title(translator, phrase('cancel')),
    private_metadata: encode({ operation: operation.name, sdkAppId: app?.sdkAppId ?? null, values: {} }),
    blocks: [
      ...(app ? [section(translator, phrase('about', { app: `${app.name} (${app.sdkAppId})` }))] : []),
      ...fields.map((field) => inputBlock(translator, field)),
    ],
  };
}

function inputBlock(translator: MessageTranslator, field: Field): InputBlock {
  const { plain } = translator;
  const dispatches = isDispatching(field);
  return {
    type: 'input',
    block_id: field.kind === 'select' ? `${field.name}/${optionsHash(field.options)}` : field.name,
    label: plainText(plain(field.label), slackLimits.label),
    element: { ...inputElement(translator, field), ...(field.focus && { focus_on_load: true }) },
    ...(field.optional && { optional: true }),
    ...(field.hint && { hint: plainText(plain(field.hint), slackLimits.hint) }),
    ...(dispatches && { dispatch_action: true }),
  };
}

/** Part of the block id: in a block with the same id, Slack keeps a selection even if its option is gone. */
function optionsHash(options: readonly Option[]): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8);
}

/** Whether the form is rendered again when this field changes. */
function isDispatching(field: Field): boolean {
  return (field.kind === 'select' || field.kind === 'date') && field.dispatchAction === true;
}

function inputElement(translator: MessageTranslator, field: Field): InputBlock['element'] {
  const action_id = isDispatching(field) ? `redraw/${field.name}` : field.name;
  switch (field.kind) {
    case 'select': {
      const options = field.options.slice(0, slackLimits.optionCount).map((option) => selectOption(translator, option));
      const initial = options.find((option) => option.value === field.value);
      return { type: 'static_select', action_id, options, ...(initial && { initial_option: initial }) };
    }
    case 'text':
      return textElement(action_id, field, Math.min(field.maxLength, slackLimits.inputValue));
    case 'tags':
      return textElement(action_id, field, maxTagsLength);
    case 'number':
    case 'month':
      return textElement(action_id, field, maxShortInput);
    case 'date':
      return { type: 'datepicker', action_id, ...(isDate(field.value) && { initial_date: field.value }) };
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(isChannel(field.value) && { initial_conversation: field.value }),
      };
    case 'owner':
      // Slack has no menu of user groups.
      if (isSlackUserGroup(field.value ?? '')) return textElement(action_id, field, maxShortInput);
      return { type: 'users_select', action_id, ...(isUser(field.value) && { initial_user: field.value }) };
    case 'file':
      return { type: 'file_input', action_id, filetypes: ['csv', 'json', 'txt'], max_files: 1 };
  }
}

function textElement(action_id: string, field: Field, max_length: number): InputBlock['element'] {
  return { type: 'plain_text_input', action_id, max_length, ...initialValue(field, max_length) };
}

/** For numbers and months. */
const maxShortInput = 30;

function initialValue({ value }: Field, max: number): { initial_value?: string } {
  return value ? { initial_value: truncate(value, max) } : {};
}

// Slack refuses a view with an invalid initial value, and values typed with a command may be anything.
const isDate = (value: string | undefined) => /^\d{4}-\d{2}-\d{2}$/.test(value ?? '');
const isUser = (value: string | undefined): value is string => isSlackUser(value ?? '');
const isChannel = (value: string | undefined) => /^[CG][A-Z0-9]{2,20}$/.test(value ?? '');

function selectOption(translator: MessageTranslator, { value, label, description }: Option): PlainTextOption {
  return {
    value,
    text: optionText(translator, label),
    ...(description && { description: optionText(translator, description) }),
  };
}
