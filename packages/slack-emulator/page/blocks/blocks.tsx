import type { KnownBlock } from '@slack/types';
import type { JSX } from 'preact';
import type { JsonObject } from '../../src/json.js';
import { usePage } from '../page-context.js';
import { ActionsBlock } from './actions-block.js';
import { AlertBlock } from './alert-block.js';
import { ContextBlock } from './context-block.js';
import { HeaderBlock } from './header-block.js';
import { ImageBlock } from './image-block.js';
import { InputBlock } from './input-block.js';
import { RichTextBlock } from './rich-text-block.js';
import { SectionBlock } from './section-block.js';
import { TableBlock } from './table-block.js';

/** The blocks of a message or view. */
export function Blocks({ blocks }: { readonly blocks: readonly JsonObject[] }): JSX.Element {
  return (
    <div class="blocks">
      {asKnownBlocks(blocks).map((block, index) => (
        <OneBlock key={block.block_id ?? index} block={block} />
      ))}
    </div>
  );
}

/** Safe because the workspace has validated all blocks. */
function asKnownBlocks(blocks: readonly JsonObject[]): readonly KnownBlock[] {
  return blocks as unknown as readonly KnownBlock[];
}

function OneBlock({ block }: { readonly block: KnownBlock }): JSX.Element {
  const { texts } = usePage();
  switch (block.type) {
    case 'header':
      return <HeaderBlock block={block} />;
    case 'section':
      return <SectionBlock block={block} />;
    case 'divider':
      return <hr class="divider" />;
    case 'context':
      return <ContextBlock block={block} />;
    case 'actions':
      return <ActionsBlock block={block} />;
    case 'input':
      return <InputBlock block={block} />;
    case 'image':
      return <ImageBlock block={block} />;
    case 'alert':
      return <AlertBlock block={block} />;
    case 'table':
      return <TableBlock block={block} />;
    case 'rich_text':
      return <RichTextBlock block={block} />;
    case 'markdown':
      return <p class="plain">{block.text}</p>;
    default:
      return <em class="unknown">{texts.unknownElement(block.type)}</em>;
  }
}
