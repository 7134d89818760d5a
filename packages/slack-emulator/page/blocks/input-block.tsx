import type { InputBlock as Block } from '@slack/types';
import type { JSX } from 'preact';
import { Element } from '../elements/element.js';
import type { Field } from '../elements/field.js';
import { useSurface } from '../hooks/surface.js';
import { plainText } from '../mrkdwn/text-object.js';
import { usePage } from '../page-context.js';

/** Elements with several controls, each with its own label. */
const groupTypes = new Set(['radio_buttons', 'checkboxes']);

/** An input block: label, element, error and hint. */
export function InputBlock({ block }: { readonly block: Block }): JSX.Element {
  const { texts } = usePage();
  const { id, errors } = useSurface();
  const blockId = block.block_id ?? '';
  const error = errors[blockId];
  const base = `${id}-${blockId}`;
  const ids = { label: `${base}-label`, hint: `${base}-hint`, error: `${base}-error` };
  const descriptionIds = [error === undefined ? '' : ids.error, block.hint === undefined ? '' : ids.hint].filter(
    Boolean,
  );
  const field: Field = {
    labelId: ids.label,
    inputId: base,
    describedBy: descriptionIds.length === 0 ? undefined : descriptionIds.join(' '),
    invalid: error !== undefined,
    optional: block.optional === true,
    dispatches: block.dispatch_action === true,
  };
  const { Label, target } = groupTypes.has(block.element.type)
    ? ({ Label: 'div', target: {} } as const)
    : ({ Label: 'label', target: { htmlFor: base } } as const);
  const isInitialFocus = 'focus_on_load' in block.element && block.element.focus_on_load === true;
  return (
    <div
      class={error === undefined ? 'input-block' : 'input-block refused'}
      data-block={blockId}
      data-focus={isInitialFocus ? '' : undefined}
    >
      <Label class="input-label" id={ids.label} {...target} dir="auto">
        {plainText(block.label)}
        {field.optional && <span class="optional"> {texts.optional}</span>}
      </Label>
      <Element element={block.element} blockId={blockId} field={field} />
      {error !== undefined && (
        <p class="input-error" id={ids.error} dir="auto">
          {texts.slackSays[error] ?? error}
        </p>
      )}
      {block.hint !== undefined && (
        <p class="input-hint" id={ids.hint} dir="auto">
          {plainText(block.hint)}
        </p>
      )}
    </div>
  );
}
