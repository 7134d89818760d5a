import type { ActionsBlockElement, ImageElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import type { JSX } from 'preact';
import { Picture } from '../blocks/picture.js';
import { usePage } from '../page-context.js';
import { ButtonElement } from './button-element.js';
import { CheckboxesElement } from './checkboxes-element.js';
import { DateElement } from './date-element.js';
import { DirectorySelectElement } from './directory-select-element.js';
import { ExternalSelectElement } from './external-select-element.js';
import type { ElementProps } from './field.js';
import { FileElement } from './file-element.js';
import { OverflowElement } from './overflow-element.js';
import { RadioElement } from './radio-element.js';
import { StaticSelectElement } from './static-select-element.js';
import { TextElement } from './text-element.js';

type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory | ImageElement;

/** Renders an element of any type. */
export function Element({ element, ...rest }: ElementProps<AnyElement>): JSX.Element {
  const { texts } = usePage();
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} {...rest} />;
    case 'static_select':
      return <StaticSelectElement element={element} {...rest} />;
    case 'external_select':
      return <ExternalSelectElement element={element} {...rest} />;
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <DirectorySelectElement element={element} {...rest} />;
    case 'radio_buttons':
      return <RadioElement element={element} {...rest} />;
    case 'checkboxes':
      return <CheckboxesElement element={element} {...rest} />;
    case 'overflow':
      return <OverflowElement element={element} {...rest} />;
    case 'datepicker':
      return <DateElement element={element} {...rest} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextElement element={element} {...rest} />;
    case 'file_input':
      return <FileElement element={element} {...rest} />;
    case 'image':
      return <Picture image={element} small />;
    default:
      return <em class="unknown">{texts.unknownElement(element.type)}</em>;
  }
}
