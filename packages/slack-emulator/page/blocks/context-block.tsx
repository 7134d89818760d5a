import type { ContextBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { TextObject } from '../mrkdwn/text-object.js';
import { Picture } from './picture.js';

/** A context block: small text and images. */
export function ContextBlock({ block }: { readonly block: Block }): JSX.Element {
  return (
    <div class="context-block">
      {block.elements.map((element, index) =>
        element.type === 'image' ? (
          <Picture key={index} image={element} small />
        ) : (
          <TextObject key={index} text={element} />
        ),
      )}
    </div>
  );
}
