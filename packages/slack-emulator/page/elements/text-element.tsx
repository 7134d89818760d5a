import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import type { JSX, TargetedInputEvent } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { valueText } from '../state/drafts.js';
import { ariaProps, type ElementProps } from './field.js';

type TextInput = PlainTextInput | NumberInput | EmailInput | URLInput;

const inputModes = {
  plain_text_input: 'text',
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
} as const;

/** A text input. Only `max_length` is enforced while typing; the rest is validated on submission. */
export function TextElement({ element, blockId, field }: ElementProps<TextInput>): JSX.Element {
  const surface = useSurface();
  const ref = { blockId, actionId: element.action_id ?? '' };
  const text = surface.draftOf(ref) ?? valueText(surface.valueOf(ref));
  const multiline = element.type === 'plain_text_input' && element.multiline === true;
  const dispatchesOnEnter = element.dispatch_action_config?.trigger_actions_on?.includes('on_enter_pressed') ?? true;
  const shared = {
    class: 'text-input',
    id: field?.inputId,
    value: text,
    dir: 'auto',
    placeholder: element.placeholder?.text,
    maxLength: element.type === 'plain_text_input' ? element.max_length : undefined,
    autocomplete: 'off',
    ...ariaProps(field, element.placeholder?.text),
    onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      surface.setDraft(ref, event.currentTarget.value),
  } as const;
  if (multiline) return <textarea {...shared} rows={3} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || field?.dispatches !== true || !dispatchesOnEnter) return;
    event.preventDefault();
    void surface.press(ref, text);
  };
  return <input {...shared} type="text" inputMode={inputModes[element.type]} onKeyDown={onKeyDown} />;
}
