import type { ActionsBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { Element } from '../elements/element.js';

export function ActionsBlock({ block }: { readonly block: Block }): JSX.Element {
  return (
    <div class="actions-block">
      {block.elements.map((element, index) => (
        <Element
          key={'action_id' in element ? element.action_id : index}
          element={element}
          blockId={block.block_id ?? ''}
        />
      ))}
    </div>
  );
}
