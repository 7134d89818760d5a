import type { RichTextElement } from '@slack/types';
import { emojiGlyph } from './emoji.js';
import { safeHref } from './escapes.js';
import type { Inline } from './nodes.js';

/** Converts an element of rich text to the inline nodes of mrkdwn. */
export function richInline(element: RichTextElement): readonly Inline[] {
  const bare = bareNode(element);
  if (bare === undefined) return [];
  return [styled(bare, 'style' in element ? element.style : undefined)];
}

function bareNode(element: RichTextElement): Inline | undefined {
  switch (element.type) {
    case 'text':
      return { is: 'text', text: element.text };
    case 'link': {
      const href = safeHref(element.url);
      const label = element.text ?? element.url;
      return href === undefined ? { is: 'text', text: label } : { is: 'link', href, label };
    }
    case 'user':
      return { is: 'user', id: element.user_id, label: undefined };
    case 'channel':
      return { is: 'channel', id: element.channel_id, label: undefined };
    case 'usergroup':
      return { is: 'usergroup', id: element.usergroup_id, label: undefined };
    case 'broadcast':
      return { is: 'broadcast', range: element.range };
    case 'emoji':
      return { is: 'emoji', name: element.name, glyph: emojiGlyph(element.name) ?? `:${element.name}:` };
    case 'date': {
      const { timestamp: seconds, format, fallback = format } = element;
      return { is: 'date', seconds, format, href: undefined, fallback };
    }
    default:
      return undefined;
  }
}

function styled(
  node: Inline,
  style: { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean } = {},
): Inline {
  if (style.code === true && node.is === 'text') return { is: 'code', text: node.text };
  const order = ['strike', 'italic', 'bold'] as const;
  return order.reduce((inside, is) => (style[is] === true ? { is, children: [inside] } : inside), node);
}
