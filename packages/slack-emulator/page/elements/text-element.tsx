import type { EmailInput, NumberInput, PlainTextInput, URLInput } from '@slack/types';
import type { JSX, TargetedInputEvent } from 'preact';
import { useSurface } from '../hooks/surface.js';
import { textOf } from '../state/drafts.js';
import { described, type ElementProps } from './field.js';

type TextInput = PlainTextInput | NumberInput | EmailInput | URLInput;

const modes = {
  plain_text_input: 'text',
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
} as const;

/** One or several lines of text. Rules of the bot are the bot's to tell; only the length is kept while typing. */
export function TextElement({ element, blockId, field }: ElementProps<TextInput>): JSX.Element {
  const surface = useSurface();
  const spot = { blockId, actionId: element.action_id ?? '' };
  const text = surface.draftOf(spot) ?? textOf(surface.valueOf(spot));
  const several = element.type === 'plain_text_input' && element.multiline === true;
  const tellsOnEnter = element.dispatch_action_config?.trigger_actions_on?.includes('on_enter_pressed') ?? true;
  const shared = {
    class: 'text-input',
    id: field?.inputId,
    value: text,
    dir: 'auto',
    placeholder: element.placeholder?.text,
    maxLength: element.type === 'plain_text_input' ? element.max_length : undefined,
    autocomplete: 'off',
    ...described(field, element.placeholder?.text),
    onInput: (event: TargetedInputEvent<HTMLInputElement | HTMLTextAreaElement>) =>
      surface.draft(spot, event.currentTarget.value),
  } as const;
  if (several) return <textarea {...shared} rows={3} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || field?.dispatches !== true || !tellsOnEnter) return;
    event.preventDefault();
    void surface.press(spot, text);
  };
  return <input {...shared} type="text" inputMode={modes[element.type]} onKeyDown={onKeyDown} />;
}
