import type { ModalView } from '@slack/types';
import type { JsonObject } from '../src/json.js';

/** Small valid payloads, for tests that make them invalid in one way. */

export const plain = (text: string) => ({ type: 'plain_text', text }) as const;
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const;
export const textOfLength = (length: number): string => 'x'.repeat(length);
export const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

export const option = (value: string, text = value) => ({ text: plain(text), value });

export const section = (text: string): JsonObject => ({ type: 'section', text: mrkdwn(text) });

export const withElement = (element: JsonObject): JsonObject[] => [{ type: 'actions', elements: [element] }];

export const input = (element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: 'field',
  label: plain('Field'),
  element: { action_id: 'it', ...element },
  ...more,
});

export const modal = (more: JsonObject = {}): JsonObject => ({
  type: 'modal',
  title: plain('Title'),
  submit: plain('Send'),
  blocks: [section('hello')],
  ...more,
});

export const home = (more: JsonObject = {}): JsonObject => ({ type: 'home', blocks: [section('home')], ...more });

/** A form with one text field, typed for Bolt. */
export const form: ModalView = {
  type: 'modal',
  callback_id: 'form',
  title: plain('Form'),
  submit: plain('Next'),
  blocks: [
    {
      type: 'input',
      block_id: 'reason',
      label: plain('Reason'),
      element: { type: 'plain_text_input', action_id: 'text' },
    },
    {
      type: 'input',
      block_id: 'app',
      label: plain('App'),
      element: { type: 'external_select', action_id: 'app', min_query_length: 1 },
    },
  ],
};

export const modalSaying = (text: string): ModalView => ({
  type: 'modal',
  title: plain(text),
  blocks: [{ type: 'section', text: mrkdwn(`${text}.`) }],
});

/** A message with a button; fits Bolt's types and JsonObject. */
export const withButton = (text: string, value: string) => [
  { type: 'section' as const, text: mrkdwn('Shall we?') },
  {
    type: 'actions' as const,
    elements: [{ type: 'button' as const, action_id: 'approve', text: plain(text), value }],
  },
];
