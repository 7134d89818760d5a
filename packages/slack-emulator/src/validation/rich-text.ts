import { blockId } from './objects.js';
import { type Fields, flag, integer, lazy, list, object, oneOf, string, typed } from './schema.js';

const style = object({}, { bold: flag, italic: flag, strike: flag, code: flag, underline: flag });
const styled: Fields = { style };
const text = string({ min: 1 });

const leaves = typed({
  text: object({ text }, styled),
  link: object({ url: string({ min: 1 }) }, { text: string(), unsafe: flag, style }),
  user: object({ user_id: string() }, styled),
  usergroup: object({ usergroup_id: string() }, styled),
  channel: object({ channel_id: string() }, styled),
  team: object({ team_id: string() }, styled),
  broadcast: object({ range: oneOf('here', 'channel', 'everyone') }, styled),
  emoji: object({ name: string() }, { unicode: string(), url: string(), style }),
  color: object({ value: string() }, styled),
  date: object({ timestamp: integer(), format: string({ min: 1 }) }, { url: string(), fallback: string(), style }),
});

const inlineElements = list(leaves);
const border = oneOf(0, 1);
const section = typed({ rich_text_section: object({ elements: inlineElements }) });

/** The elements of a rich_text block. */
const parts = typed({
  rich_text_section: object({ elements: inlineElements }),
  rich_text_list: object(
    { elements: list(section), style: oneOf('bullet', 'ordered') },
    { indent: integer({ min: 0, max: 8 }), offset: integer({ min: 0 }), border },
  ),
  rich_text_quote: object({ elements: inlineElements }, { border }),
  rich_text_preformatted: object({ elements: inlineElements }, { border, language: string() }),
});

/** The fields of a rich_text block, without `type`. */
export const richText: Fields = { elements: lazy(() => list(parts)), block_id: blockId };
