import type { z } from 'zod';
import { elements, places } from './elements.js';
import { limits } from './limit-values.js';
import { blockId, mrkdwnOrPlain, plain, slackFile } from './objects.js';
import { richText } from './rich-text.js';
import { type Fields, flag, list, number, object, oneOf, only, type Schema, string, typed } from './schema.js';

const base: Fields = { block_id: blockId };

const cell = typed({
  raw_text: object({ text: string({ min: 1 }) }),
  raw_number: object({ value: number, text: string({ min: 1 }) }),
  rich_text: object({}, richText),
});

/** Schemas of all supported blocks, by type. */
const blocks: Readonly<Record<string, z.ZodObject>> = {
  header: object({ text: plain(limits.header) }, base),
  section: object(
    {},
    {
      ...base,
      text: mrkdwnOrPlain(limits.sectionText),
      fields: list(mrkdwnOrPlain(limits.sectionField), { min: 1, max: limits.sectionFields }),
      accessory: only(elements, places.accessory),
      expand: flag,
    },
  ),
  divider: object({}, base),
  context: object(
    {
      elements: list(
        typed({
          image: elements['image'] ?? object({}),
          plain_text: object({ text: string({ min: 1, max: limits.textObject }) }, { emoji: flag }),
          mrkdwn: object({ text: string({ min: 1, max: limits.textObject }) }, { verbatim: flag }),
        }),
        { min: 1, max: limits.context },
      ),
    },
    base,
  ),
  actions: object({ elements: list(only(elements, places.actions), { min: 1, max: limits.actions }) }, base),
  input: object(
    { label: plain(limits.label), element: only(elements, places.input) },
    { ...base, hint: plain(limits.hint), optional: flag, dispatch_action: flag },
  ),
  image: object(
    { alt_text: string({ min: 1, max: limits.imageAlt }) },
    { ...base, image_url: string({ max: limits.url }), slack_file: slackFile, title: plain(limits.imageTitle) },
  ),
  rich_text: object({}, richText),
  table: object(
    { rows: list(list(cell, { min: 1, max: limits.tableCells }), { min: 1, max: limits.tableRows }) },
    {
      ...base,
      column_settings: list(object({}, { align: oneOf('left', 'center', 'right'), is_wrapped: flag }), {
        max: limits.tableCells,
      }),
    },
  ),
  alert: object(
    { text: mrkdwnOrPlain(limits.alertText) },
    { ...base, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  markdown: object({ text: string({ min: 1, max: limits.markdown }) }, base),
};

const everywhere = ['header', 'section', 'divider', 'context', 'actions', 'input', 'image', 'rich_text'] as const;

/** Which blocks each surface allows, and how many. */
export const surfaces = {
  message: list(only(blocks, [...everywhere, 'table', 'markdown']), { max: limits.blocksPerMessage }),
  modal: list(only(blocks, [...everywhere, 'alert']), { max: limits.blocksPerView }),
  home: list(only(blocks, everywhere), { max: limits.blocksPerView }),
} as const satisfies Record<string, Schema>;

export type Surface = keyof typeof surfaces;
