import type { JsonObject } from '../../../src/json.js';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string, text = value) => ({ value, text: plain(text) });
const input = (blockId: string, label: string, element: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'input',
  block_id: blockId,
  label: plain(label),
  element: { action_id: blockId, ...element },
  ...more,
});

/** A modal with every kind of field. */
export const everyField: JsonObject = {
  type: 'modal',
  callback_id: 'every',
  title: plain('Every field'),
  submit: plain('Send'),
  close: plain('Leave'),
  blocks: [
    { type: 'header', text: plain('Every field there is') },
    { type: 'alert', level: 'warning', text: mrkdwn('*Mind* the step') },
    input('name', 'Name', { type: 'plain_text_input' }, { hint: plain('As it is written') }),
    input('why', 'Why', { type: 'plain_text_input', multiline: true }, { optional: true }),
    input('number', 'Number', { type: 'number_input', is_decimal_allowed: false, min_value: '1' }),
    input('plan', 'Plan', {
      type: 'static_select',
      option_groups: [
        { label: plain('Small'), options: [option('s1', 'Tiny'), option('s2', 'Little')] },
        { label: plain('Large'), options: [option('l1', 'Huge')] },
      ],
    }),
    input('app', 'App', { type: 'external_select', min_query_length: 2 }),
    input('kind', 'Kind', { type: 'radio_buttons', options: [option('a', 'Alpha'), option('b', 'Beta')] }),
    input('extras', 'Extras', {
      type: 'checkboxes',
      options: [option('x', 'Ex'), option('y', 'Why'), option('z', 'Zed')],
    }),
    input('day', 'Day', { type: 'datepicker', initial_date: '2026-03-01' }),
    input('who', 'Who', { type: 'users_select' }),
    input('where', 'Where', { type: 'conversations_select', filter: { include: ['public'] } }),
    input('channel', 'Channel', { type: 'channels_select' }, { optional: true }),
  ],
};

/** A message with every kind of block. */
export const everyBlock: readonly JsonObject[] = [
  { type: 'header', text: plain('Everything :warning:') },
  {
    type: 'section',
    text: mrkdwn(
      '*bold* _italic_ ~strike~ `code` <https://example.com|a link> <@U00000LIN> <#C0APPROVE> <!here>\n&gt; quote\n• item\n```pre```',
    ),
    accessory: {
      type: 'overflow',
      action_id: 'dots',
      options: [option('one', 'First'), option('two', 'Second')],
    },
  },
  { type: 'section', fields: [mrkdwn('*Plan*\nPro'), plain('Plain field')] },
  { type: 'divider' },
  { type: 'context', elements: [mrkdwn('small print'), plain('more of it')] },
  {
    type: 'actions',
    block_id: 'acts',
    elements: [
      { type: 'button', action_id: 'go', style: 'primary', text: plain('Go'), value: 'v' },
      {
        type: 'button',
        action_id: 'wipe',
        style: 'danger',
        text: plain('Wipe'),
        confirm: {
          title: plain('Sure?'),
          text: mrkdwn('All of *it* goes.'),
          confirm: plain('Wipe it'),
          deny: plain('Keep it'),
          style: 'danger',
        },
      },
      {
        type: 'static_select',
        action_id: 'snooze',
        placeholder: plain('Snooze'),
        options: [option('1', '1 day'), option('7', '7 days')],
      },
    ],
  },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'App' },
        { type: 'raw_text', text: 'Usage' },
      ],
      [
        { type: 'raw_text', text: '쇼핑' },
        { type: 'raw_text', text: '97 %' },
      ],
    ],
    column_settings: [{ is_wrapped: true }, { align: 'right' }],
  },
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'rich', style: { bold: true } },
          { type: 'text', text: ' text' },
        ],
      },
    ],
  },
];
