import type { JSX } from 'preact';
import { DateText } from './date-text.js';
import { Mention } from './mention.js';
import type { Inline } from './nodes.js';
import { OutLink } from './out-link.js';

/** Pieces of a line. Each becomes an element or a text node of its own. */
export function InlineNodes({ nodes }: { readonly nodes: readonly Inline[] }): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <One key={index} node={node} />
      ))}
    </>
  );
}

function One({ node }: { readonly node: Inline }): JSX.Element {
  switch (node.is) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return <strong>{inside(node.inside)}</strong>;
    case 'italic':
      return <em>{inside(node.inside)}</em>;
    case 'strike':
      return <s>{inside(node.inside)}</s>;
    case 'code':
      return <code class="mrkdwn-code">{node.text}</code>;
    case 'link':
      return <OutLink href={node.href}>{node.label}</OutLink>;
    case 'emoji':
      return (
        <span class="emoji" data-emoji={node.name} role="img" aria-label={node.name.replaceAll('_', ' ')}>
          {node.glyph}
        </span>
      );
    case 'date':
      return <DateText node={node} />;
    default:
      return <Mention node={node} />;
  }
}

function inside(nodes: readonly Inline[]): JSX.Element {
  return <InlineNodes nodes={nodes} />;
}
