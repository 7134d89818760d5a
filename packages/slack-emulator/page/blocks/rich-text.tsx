import type { RichTextBlockElement, RichTextElement } from '@slack/types';
import type { JSX } from 'preact';
import { InlineNodes } from '../mrkdwn/inline-nodes.js';
import { richInline } from '../mrkdwn/rich-inline.js';

/** The elements of rich text: sections, lists, quotes and code. */
export function RichText({ elements }: { readonly elements: readonly RichTextBlockElement[] }): JSX.Element {
  return (
    <>
      {elements.map((element, index) => (
        <RichTextNode key={index} element={element} />
      ))}
    </>
  );
}

function RichTextNode({ element }: { readonly element: RichTextBlockElement }): JSX.Element {
  switch (element.type) {
    case 'rich_text_list':
      return (
        <ul class="mrkdwn-list">
          {element.elements.map((item, index) => (
            <li key={index} data-mark={element.style === 'ordered' ? `${index + 1}.` : '•'}>
              {inline(item.elements)}
            </li>
          ))}
        </ul>
      );
    case 'rich_text_quote':
      return <blockquote class="mrkdwn-quote">{inline(element.elements)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="mrkdwn-pre">{inline(element.elements)}</pre>;
    default:
      return <p class="mrkdwn-lines plain">{inline(element.elements)}</p>;
  }
}

function inline(elements: readonly RichTextElement[]): JSX.Element {
  return <InlineNodes nodes={elements.flatMap(richInline)} />;
}
