import type { AlertBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { TextObject } from '../mrkdwn/text-object.js';

const icons = { default: 'ℹ', info: 'ℹ', warning: '!', error: '!', success: '✓' } as const;

/** An alert; colour, icon and border depend on its level. */
export function AlertBlock({ block }: { readonly block: Block }): JSX.Element {
  const level = block.level ?? 'default';
  return (
    <div class={`alert-block ${level}`} role="note">
      <span class="alert-sign" aria-hidden="true">
        {icons[level]}
      </span>
      <TextObject text={block.text} />
    </div>
  );
}
