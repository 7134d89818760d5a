import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { InlineNodes } from './inline-nodes.js';
import type { MrkdwnBlock } from './nodes.js';
import { parseMrkdwn } from './parse.js';

interface Props {
  readonly text: string;
  readonly verbatim?: boolean | undefined;
}

/** Renders mrkdwn. Unknown markup stays text. */
export function Mrkdwn({ text, verbatim = false }: Props): JSX.Element {
  const blocks = useMemo(() => parseMrkdwn(text, { verbatim }), [text, verbatim]);
  return (
    <div class="mrkdwn" dir="auto">
      <BlockList blocks={blocks} />
    </div>
  );
}

function BlockList({ blocks }: { readonly blocks: readonly MrkdwnBlock[] }): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockNode key={index} block={block} />
      ))}
    </>
  );
}

function BlockNode({ block }: { readonly block: MrkdwnBlock }): JSX.Element {
  switch (block.is) {
    case 'pre':
      return <pre class="mrkdwn-pre">{block.text}</pre>;
    case 'quote':
      return (
        <blockquote class="mrkdwn-quote">
          <BlockList blocks={block.blocks} />
        </blockquote>
      );
    case 'list':
      return (
        <ul class="mrkdwn-list">
          {block.items.map((item, index) => (
            <li key={index} data-mark={item.mark}>
              <span>
                <InlineNodes nodes={item.children} />
              </span>
            </li>
          ))}
        </ul>
      );
    case 'lines':
      return (
        <p class="mrkdwn-lines">
          {block.lines.map((line, index) => (
            <span key={index} class="mrkdwn-line" dir="auto">
              <InlineNodes nodes={line} />
            </span>
          ))}
        </p>
      );
  }
}
