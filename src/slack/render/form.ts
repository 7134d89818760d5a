import { createHash } from 'node:crypto';
import type { InputBlock, ModalView, PlainTextOption } from '@slack/types';
import type { App } from '../../domain/app.js';
import type { Field, Option } from '../../operations/form.js';
import type { Operation } from '../../operations/operation.js';
import { write } from '../metadata.js';
import { slackBook } from '../phrases.js';
import { cut, optionText, plainText, section, title } from './blocks.js';
import type { Voice } from './translator.js';

const { say } = slackBook;

interface Form {
  readonly operation: Operation;
  readonly app: App | null;
  readonly fields: readonly Field[];
}

/** The form of an operation: its fields, in their order. */
export function formView(voice: Voice, { operation, app, fields }: Form): ModalView {
  return {
    type: 'modal',
    callback_id: 'form',
    title: title(voice, operation.text.title),
    submit: title(voice, say('next')),
    close: title(voice, say('cancel')),
    private_metadata: write({ operation: operation.name, sdkAppId: app?.sdkAppId ?? null, answers: {} }),
    blocks: [
      ...(app ? [section(voice, say('about', { app: `${app.name} (${app.sdkAppId})` }))] : []),
      ...fields.map((field) => input(voice, field)),
    ],
  };
}

function input(voice: Voice, field: Field): InputBlock {
  const { plain } = voice;
  const redraws = field.kind === 'choice' && field.redraws === true;
  return {
    type: 'input',
    block_id: field.kind === 'choice' ? `${field.name}/${variant(field.options)}` : field.name,
    label: plainText(plain(field.label), 2000),
    element: { ...element(voice, field), ...(field.focus && { focus_on_load: true }) },
    ...(field.optional && { optional: true }),
    ...(field.hint && { hint: plainText(plain(field.hint), 2000) }),
    ...(redraws && { dispatch_action: true }),
  };
}

/** Other options make another block: in the same one Slack would keep a choice that is offered no more. */
function variant(options: readonly Option[]): string {
  return createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8);
}

function element(voice: Voice, field: Field): InputBlock['element'] {
  const action_id = field.kind === 'choice' && field.redraws ? `redraw/${field.name}` : field.name;
  switch (field.kind) {
    case 'choice': {
      const options = field.options.slice(0, 100).map((option) => choice(voice, option));
      const initial = options.find((option) => option.value === field.value);
      return { type: 'static_select', action_id, options, ...(initial && { initial_option: initial }) };
    }
    case 'text':
      return {
        type: 'plain_text_input',
        action_id,
        max_length: Math.min(field.maxLength, 3000),
        ...initialValue(field, Math.min(field.maxLength, 3000)),
      };
    case 'number':
    case 'month':
      return { type: 'plain_text_input', action_id, max_length: 30, ...initialValue(field, 30) };
    case 'day':
      return { type: 'datepicker', action_id, ...(isDate(field.value) && { initial_date: field.value }) };
    case 'channel':
      return {
        type: 'conversations_select',
        action_id,
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(isChannel(field.value) && { initial_conversation: field.value }),
      };
  }
}

function initialValue({ value }: Field, max: number): { initial_value?: string } {
  return value ? { initial_value: cut(value, max) } : {};
}

// Slack refuses a view in which one of these stands wrong; what was typed with a command may be anything.
const isDate = (value: string | undefined) => /^\d{4}-\d{2}-\d{2}$/.test(value ?? '');
const isChannel = (value: string | undefined) => /^[CG][A-Z0-9]{2,20}$/.test(value ?? '');

function choice(voice: Voice, { value, label, description }: Option): PlainTextOption {
  return { value, text: optionText(voice, label), ...(description && { description: optionText(voice, description) }) };
}
