import type { SectionBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { Element } from '../elements/element.js';
import { TextObject } from '../mrkdwn/text-object.js';

/** A section block: text, fields and an accessory. */
export function SectionBlock({ block }: { readonly block: Block }): JSX.Element {
  const { text, fields, accessory, block_id: blockId = '' } = block;
  return (
    <div class="section-block">
      <div class="section-text">
        {text !== undefined && <TextObject text={text} />}
        {fields !== undefined && (
          <ul class="fields">
            {fields.map((field, index) => (
              <li key={index}>
                <TextObject text={field} />
              </li>
            ))}
          </ul>
        )}
      </div>
      {accessory !== undefined && (
        <div class="accessory">
          <Element element={accessory} blockId={blockId} />
        </div>
      )}
    </div>
  );
}
