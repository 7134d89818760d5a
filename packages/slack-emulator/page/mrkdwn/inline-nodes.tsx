import type { JSX } from 'preact';
import { DateText } from './date-text.js';
import { ExternalLink } from './external-link.js';
import { Mention } from './mention.js';
import type { Inline } from './nodes.js';

/** Renders inline nodes. */
export function InlineNodes({ nodes }: { readonly nodes: readonly Inline[] }): JSX.Element {
  return (
    <>
      {nodes.map((node, index) => (
        <InlineNode key={index} node={node} />
      ))}
    </>
  );
}

function InlineNode({ node }: { readonly node: Inline }): JSX.Element {
  switch (node.is) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return <strong>{children(node.children)}</strong>;
    case 'italic':
      return <em>{children(node.children)}</em>;
    case 'strike':
      return <s>{children(node.children)}</s>;
    case 'code':
      return <code class="mrkdwn-code">{node.text}</code>;
    case 'link':
      return <ExternalLink href={node.href}>{node.label}</ExternalLink>;
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

function children(nodes: readonly Inline[]): JSX.Element {
  return <InlineNodes nodes={nodes} />;
}
