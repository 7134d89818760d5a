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
import { OverflowElement } from './overflow-element.js';
import { RadioElement } from './radio-element.js';
import { StaticSelectElement } from './static-select-element.js';
import { TextElement } from './text-element.js';

type AnyElement = ActionsBlockElement | InputBlockElement | SectionBlockAccessory | ImageElement;

/** Whatever element stands here. */
export function Element({ element, ...place }: ElementProps<AnyElement>): JSX.Element {
  const { texts } = usePage();
  switch (element.type) {
    case 'button':
      return <ButtonElement element={element} {...place} />;
    case 'static_select':
      return <StaticSelectElement element={element} {...place} />;
    case 'external_select':
      return <ExternalSelectElement element={element} {...place} />;
    case 'users_select':
    case 'conversations_select':
    case 'channels_select':
      return <DirectorySelectElement element={element} {...place} />;
    case 'radio_buttons':
      return <RadioElement element={element} {...place} />;
    case 'checkboxes':
      return <CheckboxesElement element={element} {...place} />;
    case 'overflow':
      return <OverflowElement element={element} {...place} />;
    case 'datepicker':
      return <DateElement element={element} {...place} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
      return <TextElement element={element} {...place} />;
    case 'image':
      return <Picture image={element} small />;
    default:
      return <em class="unknown">{texts.unknownElement(element.type)}</em>;
  }
}
