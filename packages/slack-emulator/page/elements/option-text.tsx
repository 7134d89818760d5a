import type { MrkdwnOption, PlainTextOption } from '@slack/types';
import type { JSX } from 'preact';
import { TextObject } from '../mrkdwn/text-object.js';

/** Label of a checkbox or radio button: the option's text and description. */
export function OptionText({ option }: { readonly option: PlainTextOption | MrkdwnOption }): JSX.Element {
  return (
    <span class="choice-text">
      <TextObject text={option.text} />
      {option.description !== undefined && (
        <span class="choice-more">
          <TextObject text={option.description} />
        </span>
      )}
    </span>
  );
}
