import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../src/json.js';
import type { Surface } from '../src/validation/blocks.js';
import { problemText, validateBlocks, validateOptions, validateView } from '../src/validation/validate-payload.js';
import { home, input, modal, mrkdwn, option, plain, section, textOfLength, times, withElement } from './fixtures.js';

const elementPointer = '/blocks/0/elements/0';

function problemTexts(blocks: Json, surface: Surface = 'message'): readonly string[] {
  return validateBlocks(blocks, surface, '/blocks').map(problemText);
}

const everything: JsonObject[] = [
  { type: 'header', text: { type: 'plain_text', text: 'Title', emoji: true } },
  { type: 'section', text: mrkdwn('*bold*'), accessory: { type: 'button', text: plain('Go'), style: 'primary' } },
  { type: 'section', fields: [mrkdwn('a'), plain('b')], expand: true },
  { type: 'divider' },
  {
    type: 'context',
    elements: [mrkdwn('small'), { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' }],
  },
  {
    type: 'actions',
    elements: [
      { type: 'button', action_id: 'a', text: plain('A'), value: 'v', style: 'danger' },
      { type: 'static_select', action_id: 'b', options: [option('1'), option('2')], initial_option: option('2') },
      { type: 'external_select', action_id: 'c', min_query_length: 0, placeholder: plain('Search') },
      { type: 'radio_buttons', action_id: 'd', options: [option('1')], initial_option: option('1') },
      { type: 'checkboxes', action_id: 'e', options: [option('1')], initial_options: [option('1')] },
      { type: 'overflow', action_id: 'f', options: [{ ...option('1'), url: 'https://example.com' }] },
      { type: 'datepicker', action_id: 'g', initial_date: '2026-02-28' },
      {
        type: 'conversations_select',
        action_id: 'h',
        filter: { include: ['public'] },
        default_to_current_conversation: true,
      },
      { type: 'users_select', action_id: 'i', initial_user: 'U1' },
      { type: 'channels_select', action_id: 'j' },
    ],
  },
  input(
    { type: 'plain_text_input', multiline: true, min_length: 1, max_length: 200 },
    { hint: plain('h'), optional: true },
  ),
  input({ type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '9' }, { block_id: 'number' }),
  {
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'hi', style: { bold: true } },
          { type: 'user', user_id: 'U1' },
        ],
      },
      {
        type: 'rich_text_list',
        style: 'bullet',
        indent: 1,
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
      },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'code' }] },
    ],
  },
];

test('valid blocks pass on every surface', () => {
  expect(problemTexts(everything)).toEqual([]);
  expect(problemTexts([...everything, { type: 'alert', level: 'error', text: mrkdwn('gone') }], 'modal')).toEqual([]);
  expect(problemTexts(everything, 'home')).toEqual([]);
  expect(
    problemTexts([
      {
        type: 'table',
        rows: [
          [
            { type: 'raw_text', text: 'a' },
            { type: 'raw_number', value: 1, text: '1' },
          ],
        ],
        column_settings: [{ align: 'right', is_wrapped: true }],
      },
    ]),
  ).toEqual([]);
});

describe('surfaces that allow a block', () => {
  test.each([
    ['alert', { type: 'alert', text: plain('a') }, ['message', 'home']],
    ['table', { type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] }, ['modal', 'home']],
    ['markdown', { type: 'markdown', text: 'a' }, ['modal', 'home']],
    ['carousel', { type: 'carousel', elements: [] }, ['message', 'modal', 'home']],
  ] as const)('%s', (type, block, refusedOn) => {
    for (const surface of ['message', 'modal', 'home'] as const) {
      const refused = refusedOn.some((each) => each === surface);
      expect(problemTexts([block], surface)).toEqual(
        refused ? [`unsupported type: ${type} [json-pointer:/blocks/0/type]`] : [],
      );
    }
  });
});

const invalid: readonly [name: string, blocks: Json, sentence: string][] = [
  ['blocks that are no list', {}, 'must provide an array [json-pointer:/blocks]'],
  ['a block that is no object', ['x'], 'must provide an object [json-pointer:/blocks/0]'],
  ['a block without a type', [{}], 'missing required field: type [json-pointer:/blocks/0]'],
  [
    'a section with nothing',
    [{ type: 'section' }],
    'must define either `text` or `fields` [json-pointer:/blocks/0/type]',
  ],
  ['an empty text', [section('')], 'must be more than 0 characters [json-pointer:/blocks/0/text/text]'],
  [
    'an unknown field',
    [{ ...section('a'), colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'mrkdwn in a header',
    [{ type: 'header', text: mrkdwn('a') }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
  ],
  [
    'emoji on mrkdwn',
    [{ type: 'section', text: { ...mrkdwn('a'), emoji: true } }],
    'invalid additional property: emoji [json-pointer:/blocks/0/text]',
  ],
  [
    'mrkdwn on a button',
    withElement({ type: 'button', text: mrkdwn('a') }),
    `unsupported type: mrkdwn [json-pointer:${elementPointer}/text/type]`,
  ],
  [
    'a button without text',
    withElement({ type: 'button' }),
    `missing required field: text [json-pointer:${elementPointer}]`,
  ],
  [
    'a disabled button',
    withElement({ type: 'button', text: plain('a'), disabled: true }),
    `invalid additional property: disabled [json-pointer:${elementPointer}]`,
  ],
  [
    'a strange style',
    withElement({ type: 'button', text: plain('a'), style: 'default' }),
    `must be a valid enum value [json-pointer:${elementPointer}/style]`,
  ],
  [
    'a number as value',
    withElement({ type: 'button', text: plain('a'), value: 1 }),
    `must provide a string [json-pointer:${elementPointer}/value]`,
  ],
  [
    'a text input among actions',
    withElement({ type: 'plain_text_input' }),
    `unsupported type: plain_text_input [json-pointer:${elementPointer}/type]`,
  ],
  [
    'a button as input',
    [input({ type: 'button', text: plain('a') })],
    'unsupported type: button [json-pointer:/blocks/0/element/type]',
  ],
  [
    'mrkdwn in a menu',
    withElement({ type: 'static_select', options: [{ text: mrkdwn('a'), value: 'a' }] }),
    `unsupported type: mrkdwn [json-pointer:${elementPointer}/options/0/text/type]`,
  ],
  [
    'a link in a menu',
    withElement({ type: 'static_select', options: [{ ...option('a'), url: '' }] }),
    `invalid additional property: url [json-pointer:${elementPointer}/options/0]`,
  ],
  [
    'no options',
    withElement({ type: 'static_select', options: [] }),
    `must provide at least 1 items [json-pointer:${elementPointer}/options]`,
  ],
  [
    'neither options nor groups',
    withElement({ type: 'static_select' }),
    `must define either \`options\` or \`option_groups\` [json-pointer:${elementPointer}]`,
  ],
  [
    'a foreign initial option',
    withElement({ type: 'static_select', options: [option('a')], initial_option: option('b') }),
    `must be one of the provided options [json-pointer:${elementPointer}/initial_option]`,
  ],
  [
    'an initial option with another text',
    withElement({ type: 'radio_buttons', options: [option('a')], initial_option: option('a', 'A') }),
    `must be one of the provided options [json-pointer:${elementPointer}/initial_option]`,
  ],
  [
    'no initial options',
    withElement({ type: 'checkboxes', options: [option('a')], initial_options: [] }),
    `must provide at least 1 items [json-pointer:${elementPointer}/initial_options]`,
  ],
  [
    'an initial option that is null',
    withElement({ type: 'static_select', options: [option('a')], initial_option: null }),
    `must provide an object [json-pointer:${elementPointer}/initial_option]`,
  ],
  [
    'an incomplete confirm dialog',
    withElement({
      type: 'button',
      text: plain('a'),
      confirm: { title: plain('a'), text: plain('b'), confirm: plain('c') },
    }),
    `missing required field: deny [json-pointer:${elementPointer}/confirm]`,
  ],
  [
    'the same action_id twice',
    [{ type: 'actions', elements: times(2, () => ({ type: 'button', action_id: 'x', text: plain('a') })) }],
    '`action_id` "x" already exists for another interactive element [json-pointer:/blocks/0/elements/1/action_id]',
  ],
  [
    'the same block_id twice',
    times(2, () => ({ type: 'divider', block_id: 'x' })),
    '`block_id` "x" already exists for another block [json-pointer:/blocks/1/block_id]',
  ],
  [
    'a second table',
    times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] })),
    'only_one_table_allowed [json-pointer:/blocks/1]',
  ],
  [
    'an empty cell',
    [{ type: 'table', rows: [[{ type: 'raw_text', text: '' }]] }],
    'must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]',
  ],
  [
    'an image without alt text',
    [{ type: 'image', image_url: 'https://example.com/a.png' }],
    'missing required field: alt_text [json-pointer:/blocks/0]',
  ],
  [
    'an image without a source',
    [{ type: 'image', alt_text: 'a' }],
    'must define either `image_url` or `slack_file` [json-pointer:/blocks/0]',
  ],
  [
    'an image on this machine',
    [{ type: 'image', alt_text: 'a', image_url: 'http://localhost:3000/a.png' }],
    'downloading image failed [json-pointer:/blocks/0/image_url]',
  ],
  [
    'a file by id and url',
    [{ type: 'image', alt_text: 'a', slack_file: { id: 'F1', url: 'https://x.com' } }],
    'invalid slack file [json-pointer:/blocks/0/slack_file]',
  ],
  [
    'a date not in ISO 8601',
    withElement({ type: 'datepicker', initial_date: '1/2/2026' }),
    `must be a date in the format YYYY-MM-DD [json-pointer:${elementPointer}/initial_date]`,
  ],
  [
    'a number input without its decimals flag',
    [input({ type: 'number_input' })],
    'missing required field: is_decimal_allowed [json-pointer:/blocks/0/element]',
  ],
  [
    'a range upside down',
    [input({ type: 'number_input', is_decimal_allowed: true, min_value: '2', max_value: '1' })],
    'must be less than or equal to `max_value` [json-pointer:/blocks/0/element/min_value]',
  ],
  [
    'a limit that is no number',
    [input({ type: 'number_input', is_decimal_allowed: true, min_value: 'two' })],
    'must provide a number [json-pointer:/blocks/0/element/min_value]',
  ],
  [
    'lengths upside down',
    [input({ type: 'plain_text_input', min_length: 9, max_length: 3 })],
    'must be less than or equal to `max_length` [json-pointer:/blocks/0/element/min_length]',
  ],
  [
    'too much markdown together',
    times(2, () => ({ type: 'markdown', text: textOfLength(6001) })),
    'must be less than 12001 characters in all markdown blocks [json-pointer:/blocks]',
  ],
  [
    'focus on two fields',
    times(2, (i) => input({ type: 'plain_text_input', focus_on_load: true }, { block_id: `${i}` })),
    'only one element can have `focus_on_load` set to true [json-pointer:/blocks]',
  ],
  [
    'a rich text leaf that does not exist',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'mrkdwn', text: 'a' }] }] }],
    'unsupported type: mrkdwn [json-pointer:/blocks/0/elements/0/elements/0/type]',
  ],
];

test.each(invalid)('%s is invalid', (_name, blocks, sentenceSaid) => {
  expect(problemTexts(blocks)).toEqual([sentenceSaid]);
});

test('all problems are listed, not only the first', () => {
  const blocks = [section(''), { type: 'header', text: plain(textOfLength(151)), x: 1 }];
  expect(problemTexts(blocks)).toHaveLength(3);
});

const invalidViews: readonly [name: string, view: Json, sentence: string][] = [
  [
    'an input without submit',
    modal({ submit: undefined, blocks: [input({ type: 'plain_text_input' })] }),
    'must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
  ],
  ['a modal without a title', modal({ title: undefined }), 'missing required field: title [json-pointer:/view]'],
  ['a title in mrkdwn', modal({ title: mrkdwn('a') }), 'unsupported type: mrkdwn [json-pointer:/view/title/type]'],
  ['an unknown field', modal({ hash: 'x' }), 'invalid additional property: hash [json-pointer:/view]'],
  ['a Home tab with a title', home({ title: plain('a') }), 'invalid additional property: title [json-pointer:/view]'],
  ['something else than a view', 'x', 'must provide an object [json-pointer:/view]'],
  ['an unknown kind', modal({ type: 'dialog' }), 'unsupported type: dialog [json-pointer:/view/type]'],
];

test.each(invalidViews)('%s is invalid', (_name, view, sentenceSaid) => {
  expect(validateView(view).map(problemText)).toEqual([sentenceSaid]);
});

test('a Home tab may have inputs without submit', () => {
  expect(validateView(home({ blocks: [input({ type: 'plain_text_input' })] }))).toEqual([]);
});

test('an options response has either options or groups', () => {
  expect(validateOptions({}).map(problemText)).toEqual([
    'must define either `options` or `option_groups` [json-pointer:]',
  ]);
  expect(validateOptions({ options: [] })).toEqual([]);
});

test.each<[name: string, type: Json, text: string]>([
  ['a property of every object', 'constructor', 'constructor'],
  ['an object that cannot be written as text', { toString: 1 }, '{"toString":1}'],
  ['a list', [], '[]'],
])('a block whose type is %s is refused', (_, type, text) => {
  expect(problemTexts([{ type }])).toEqual([`unsupported type: ${text} [json-pointer:/blocks/0/type]`]);
});

test.each(['toString', '__proto__', 'constructor'])('a field named %s is refused as an additional property', (name) => {
  const block: Json = JSON.parse(`{"type":"divider","${name}":1}`);
  expect(problemTexts([block])).toEqual([`invalid additional property: ${name} [json-pointer:/blocks/0]`]);
});
