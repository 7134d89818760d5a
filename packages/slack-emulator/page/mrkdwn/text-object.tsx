import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import type { JSX } from 'preact';
import { withEmoji } from './emoji.js';
import { Mrkdwn } from './mrkdwn.js';

/** A text object: mrkdwn, or plain text with line breaks. */
export function TextObject({ text }: { readonly text: PlainTextElement | MrkdwnElement }): JSX.Element {
  if (text.type === 'mrkdwn') return <Mrkdwn text={text.text} verbatim={text.verbatim} />;
  return (
    <span class="plain" dir="auto">
      {plainText(text)}
    </span>
  );
}

export function plainText({ text, emoji = true }: Pick<PlainTextElement, 'text' | 'emoji'>): string {
  return emoji ? withEmoji(text) : text;
}
