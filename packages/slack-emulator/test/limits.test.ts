import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../src/json.js';
import type { Surface } from '../src/validation/blocks.js';
import { problemText, validateBlocks, validateOptions, validateView } from '../src/validation/validate-payload.js';
import { home, input, modal, mrkdwn, option, plain, section, textOfLength, times, withElement } from './fixtures.js';

/** One of Slack's limits: at it the payload is valid, one over it has a problem at this pointer. */
interface Limit {
  readonly name: string;
  readonly limit: number;
  readonly make: (size: number) => Json;
  readonly pointer: string;
  readonly on?: Surface | 'modal view' | 'home view' | 'options answer';
  readonly counts?: 'items';
}

const button = (more: JsonObject): JsonObject => ({ type: 'button', text: plain('Go'), ...more });
const select = (more: JsonObject): JsonObject => ({ type: 'static_select', options: [option('a')], ...more });
const radio = (more: JsonObject): JsonObject => ({ type: 'radio_buttons', options: [option('a')], ...more });
const confirm = (more: JsonObject): JsonObject => ({
  title: plain('Sure?'),
  text: plain('Really.'),
  confirm: plain('Yes'),
  deny: plain('No'),
  ...more,
});
const elementPointer = '/blocks/0/elements/0';
const url = (size: number): string => `https://example.com/${textOfLength(size - 'https://example.com/'.length)}`;
const cell = { type: 'raw_text', text: 'x' };

const limits: readonly Limit[] = [
  // surfaces
  {
    name: 'blocks of a message',
    limit: 50,
    make: (n) => times(n, (i) => section(`${i}`)),
    pointer: '/blocks',
    counts: 'items',
  },
  {
    name: 'blocks of a modal',
    limit: 100,
    make: (n) => modal({ blocks: times(n, (i) => section(`${i}`)) }),
    pointer: '/view/blocks',
    on: 'modal view',
    counts: 'items',
  },
  {
    name: 'blocks of a Home tab',
    limit: 100,
    make: (n) => home({ blocks: times(n, (i) => section(`${i}`)) }),
    pointer: '/view/blocks',
    on: 'home view',
    counts: 'items',
  },
  ...(['title', 'submit', 'close'] as const).map(
    (part): Limit => ({
      name: `modal ${part}`,
      limit: 24,
      make: (n) => modal({ [part]: plain(textOfLength(n)) }),
      pointer: `/view/${part}/text`,
      on: 'modal view',
    }),
  ),
  ...(
    [
      ['private_metadata', 3000],
      ['callback_id', 255],
      ['external_id', 255],
    ] as const
  ).map(
    ([part, limit]): Limit => ({
      name: part,
      limit,
      make: (n) => modal({ [part]: textOfLength(n) }),
      pointer: `/view/${part}`,
      on: 'modal view',
    }),
  ),
  // blocks
  {
    name: 'header',
    limit: 150,
    make: (n) => [{ type: 'header', text: plain(textOfLength(n)) }],
    pointer: '/blocks/0/text/text',
  },
  { name: 'section text', limit: 3000, make: (n) => [section(textOfLength(n))], pointer: '/blocks/0/text/text' },
  {
    name: 'section field',
    limit: 2000,
    make: (n) => [{ type: 'section', fields: [mrkdwn('a'), mrkdwn(textOfLength(n))] }],
    pointer: '/blocks/0/fields/1/text',
  },
  {
    name: 'section fields',
    limit: 10,
    make: (n) => [{ type: 'section', fields: times(n, () => mrkdwn('a')) }],
    pointer: '/blocks/0/fields',
    counts: 'items',
  },
  {
    name: 'block_id',
    limit: 255,
    make: (n) => [{ type: 'divider', block_id: textOfLength(n) }],
    pointer: '/blocks/0/block_id',
  },
  {
    name: 'context elements',
    limit: 10,
    make: (n) => [{ type: 'context', elements: times(n, () => mrkdwn('a')) }],
    pointer: '/blocks/0/elements',
    counts: 'items',
  },
  {
    name: 'actions elements',
    limit: 25,
    make: (n) => [{ type: 'actions', elements: times(n, () => button({})) }],
    pointer: '/blocks/0/elements',
    counts: 'items',
  },
  {
    name: 'input label',
    limit: 2000,
    make: (n) => [input({ type: 'plain_text_input' }, { label: plain(textOfLength(n)) })],
    pointer: '/blocks/0/label/text',
  },
  {
    name: 'input hint',
    limit: 2000,
    make: (n) => [input({ type: 'plain_text_input' }, { hint: plain(textOfLength(n)) })],
    pointer: '/blocks/0/hint/text',
  },
  {
    name: 'image alt text',
    limit: 2000,
    make: (n) => [{ type: 'image', image_url: url(50), alt_text: textOfLength(n) }],
    pointer: '/blocks/0/alt_text',
  },
  {
    name: 'image title',
    limit: 2000,
    make: (n) => [{ type: 'image', image_url: url(50), alt_text: 'a', title: plain(textOfLength(n)) }],
    pointer: '/blocks/0/title/text',
  },
  {
    name: 'image url',
    limit: 3000,
    make: (n) => [{ type: 'image', image_url: url(n), alt_text: 'a' }],
    pointer: '/blocks/0/image_url',
  },
  {
    name: 'markdown',
    limit: 12_000,
    make: (n) => [{ type: 'markdown', text: textOfLength(n) }],
    pointer: '/blocks/0/text',
  },
  {
    name: 'alert text',
    limit: 200,
    make: (n) => [{ type: 'alert', level: 'error', text: mrkdwn(textOfLength(n)) }],
    pointer: '/blocks/0/text/text',
    on: 'modal',
  },
  {
    name: 'table rows',
    limit: 100,
    make: (n) => [{ type: 'table', rows: times(n, () => [cell]) }],
    pointer: '/blocks/0/rows',
    counts: 'items',
  },
  {
    name: 'table cells',
    limit: 20,
    make: (n) => [{ type: 'table', rows: [times(n, () => cell)] }],
    pointer: '/blocks/0/rows/0',
    counts: 'items',
  },
  {
    name: 'text of all cells of a table',
    limit: 10_000,
    make: (n) => [{ type: 'table', rows: [[cell, { type: 'raw_text', text: textOfLength(n - 1) }]] }],
    pointer: '/blocks/0/rows',
  },
  {
    name: 'table column settings',
    limit: 20,
    make: (n) => [{ type: 'table', rows: [[cell]], column_settings: times(n, () => ({ align: 'right' })) }],
    pointer: '/blocks/0/column_settings',
    counts: 'items',
  },
  // elements
  {
    name: 'action_id',
    limit: 255,
    make: (n) => withElement(button({ action_id: textOfLength(n) })),
    pointer: `${elementPointer}/action_id`,
  },
  {
    name: 'button text',
    limit: 75,
    make: (n) => withElement(button({ text: plain(textOfLength(n)) })),
    pointer: `${elementPointer}/text/text`,
  },
  {
    name: 'button value',
    limit: 2000,
    make: (n) => withElement(button({ value: textOfLength(n) })),
    pointer: `${elementPointer}/value`,
  },
  {
    name: 'button url',
    limit: 3000,
    make: (n) => withElement(button({ url: url(n) })),
    pointer: `${elementPointer}/url`,
  },
  {
    name: 'accessibility label',
    limit: 75,
    make: (n) => withElement(button({ accessibility_label: textOfLength(n) })),
    pointer: `${elementPointer}/accessibility_label`,
  },
  ...(
    [
      ['title', 100],
      ['text', 300],
      ['confirm', 30],
      ['deny', 30],
    ] as const
  ).map(
    ([part, limit]): Limit => ({
      name: `confirm dialog ${part}`,
      limit,
      make: (n) => withElement(button({ confirm: confirm({ [part]: plain(textOfLength(n)) }) })),
      pointer: `${elementPointer}/confirm/${part}/text`,
    }),
  ),
  {
    name: 'placeholder',
    limit: 150,
    make: (n) => withElement(select({ placeholder: plain(textOfLength(n)) })),
    pointer: `${elementPointer}/placeholder/text`,
  },
  {
    name: 'options',
    limit: 100,
    make: (n) => withElement(select({ options: times(n, (i) => option(`${i}`)) })),
    pointer: `${elementPointer}/options`,
    counts: 'items',
  },
  {
    name: 'option groups',
    limit: 100,
    make: (n) =>
      withElement({
        type: 'static_select',
        option_groups: times(n, (i) => ({ label: plain(`${i}`), options: [option(`${i}`)] })),
      }),
    pointer: `${elementPointer}/option_groups`,
    counts: 'items',
  },
  {
    name: 'option text',
    limit: 75,
    make: (n) => withElement(select({ options: [option('a', textOfLength(n))] })),
    pointer: `${elementPointer}/options/0/text/text`,
  },
  {
    name: 'option value',
    limit: 75,
    make: (n) => withElement(select({ options: [option(textOfLength(n), 'a')] })),
    pointer: `${elementPointer}/options/0/value`,
  },
  {
    name: 'option description',
    limit: 75,
    make: (n) => withElement(radio({ options: [{ ...option('a'), description: plain(textOfLength(n)) }] })),
    pointer: `${elementPointer}/options/0/description/text`,
  },
  {
    name: 'radio buttons',
    limit: 10,
    make: (n) => withElement(radio({ options: times(n, (i) => option(`${i}`)) })),
    pointer: `${elementPointer}/options`,
    counts: 'items',
  },
  {
    name: 'checkboxes',
    limit: 10,
    make: (n) => withElement({ type: 'checkboxes', options: times(n, (i) => option(`${i}`)) }),
    pointer: `${elementPointer}/options`,
    counts: 'items',
  },
  {
    name: 'overflow options',
    limit: 5,
    make: (n) => withElement({ type: 'overflow', options: times(n, (i) => option(`${i}`)) }),
    pointer: `${elementPointer}/options`,
    counts: 'items',
  },
  {
    name: 'typed text',
    limit: 3000,
    make: (n) => [input({ type: 'plain_text_input', initial_value: textOfLength(n) })],
    pointer: '/blocks/0/element/initial_value',
  },
  {
    name: 'options answered',
    limit: 100,
    make: (n) => ({ options: times(n, (i) => option(`${i}`)) }),
    pointer: '/options',
    on: 'options answer',
    counts: 'items',
  },
  {
    name: 'option groups answered',
    limit: 100,
    make: (n) => ({ option_groups: times(n, (i) => ({ label: plain(`${i}`), options: [option('a')] })) }),
    pointer: '/option_groups',
    on: 'options answer',
    counts: 'items',
  },
];

function problems(limit: Limit, payload: Json): readonly string[] {
  const on = limit.on ?? 'message';
  if (on === 'modal view' || on === 'home view') return validateView(payload).map(problemText);
  if (on === 'options answer') return validateOptions(payload).map(problemText);
  return validateBlocks(payload, on, '/blocks').map(problemText);
}

test.each(limits)('$name: $limit pass, one more does not', (limit) => {
  expect(problems(limit, limit.make(limit.limit))).toEqual([]);
  const said =
    limit.counts === 'items'
      ? `no more than ${limit.limit} items allowed`
      : `must be less than ${limit.limit + 1} characters`;
  expect(problems(limit, limit.make(limit.limit + 1))).toEqual([`${said} [json-pointer:${limit.pointer}]`]);
});

test('lengths count characters, not UTF-16 code units', () => {
  expect(validateView(modal({ title: plain('🎉'.repeat(24)) }))).toEqual([]);
  expect(validateView(modal({ title: plain('가'.repeat(25)) }))).toHaveLength(1);
});
