import type { RichTextBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { RichText } from './rich-text.js';

export function RichTextBlock({ block }: { readonly block: Block }): JSX.Element {
  return (
    <div class="mrkdwn" dir="auto">
      <RichText elements={block.elements} />
    </div>
  );
}
