import type { HeaderBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { plainText } from '../mrkdwn/text-object.js';

export function HeaderBlock({ block }: { readonly block: Block }): JSX.Element {
  return (
    <h2 class="header-block" dir="auto">
      {plainText(block.text)}
    </h2>
  );
}
