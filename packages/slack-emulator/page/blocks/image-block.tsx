import type { ImageBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { plainText } from '../mrkdwn/text-object.js';
import { Picture } from './picture.js';

export function ImageBlock({ block }: { readonly block: Block }): JSX.Element {
  return (
    <figure class="image-block">
      {block.title !== undefined && <figcaption>{plainText(block.title)}</figcaption>}
      <Picture image={block} />
    </figure>
  );
}
