import type {
  AlertBlock,
  Button,
  HeaderBlock,
  KnownBlock,
  MrkdwnElement,
  PlainTextElement,
  SectionBlock,
} from '@slack/types';
import type { App } from '../../domain/app.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { NextAction } from '../../operations/change-plan.js';
import { findOperation, type Operation } from '../../operations/operation.js';
import { encode } from '../metadata.js';
import type { MessageTranslator } from './translator.js';

/** Slack's limits for the texts that we cannot know the length of. */
export const slackLimits = {
  ...{ title: 24, header: 150, section: 3000, button: 75, option: 75, error: 2000 },
  ...{ confirmTitle: 100, confirmText: 300, confirmButton: 30 },
} as const;

/** The text, cut with an ellipsis where it would not fit. */
export function truncate(text: string, max: number): string {
  const characters = [...text];
  return text.length <= max
    ? text
    : `${characters.slice(0, Math.max(0, max - 1 - (text.length - characters.length))).join('')}…`;
}

/** The same of mrkdwn: what is escaped, a mention or a date is left out rather than cut in two. */
export function truncateMrkdwn(text: string, max: number): string {
  return text.length <= max ? text : truncate(text, max).replace(/(?:&[a-z]*|<[^<>]*)…$/, '…');
}

/** `emoji: false`, or an app called `im:cn:prod` would have a flag in its name. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, max), emoji: false };
}

/** An app on a button or in a menu: by its id, however long its name. */
export function appText({ plain }: MessageTranslator, { name, sdkAppId }: App): PlainTextElement {
  const id = ` (${sdkAppId})`;
  return plainText(truncate(plain(name), slackLimits.option - id.length) + id, slackLimits.option);
}

export const title = ({ plain }: MessageTranslator, text: Text) => plainText(plain(text), slackLimits.title);
export const optionText = ({ plain }: MessageTranslator, text: Text) => plainText(plain(text), slackLimits.option);
export const errorText = ({ plain }: MessageTranslator, text: Text) => truncate(plain(text), slackLimits.error);

export function header({ plain }: MessageTranslator, text: Text): HeaderBlock {
  return { type: 'header', text: plainText(plain(text), slackLimits.header) };
}

export function section({ mrkdwn }: MessageTranslator, text: Text): SectionBlock {
  return { type: 'section', text: markdown(mrkdwn(text)) };
}

/** An alert: only in modals. */
export function alert(
  { mrkdwn }: MessageTranslator,
  text: Text,
  level: 'error' | 'warning' | 'success' | 'info',
): AlertBlock {
  return { type: 'alert', level, text: markdown(mrkdwn(text)) };
}

function markdown(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: truncateMrkdwn(text, slackLimits.section), verbatim: true };
}

/** Many lines in as few sections as hold them. A line is never split. */
export function sections({ mrkdwn }: MessageTranslator, lines: readonly Phrase[]): SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines.map((phrase) => truncateMrkdwn(mrkdwn(phrase), slackLimits.section))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= slackLimits.section)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }));
}

/** The steps that a reader may take next, as buttons; those whose operation does not exist are left out. */
export function nextSteps(
  { plain }: MessageTranslator,
  asks: readonly NextAction[],
  operations: readonly Operation[],
): KnownBlock[] {
  const buttons = asks.flatMap((ask, i): Button[] => {
    const operation = findOperation(operations, ask.operation);
    if (!operation) return [];
    const { sdkAppId = null, prefill = {} } = ask;
    return [
      {
        type: 'button',
        action_id: `ask/${i}`,
        text: plainText(plain(ask.label ?? operation.text.label), slackLimits.button),
        value: encode({ operation: ask.operation, sdkAppId, values: prefill }),
      },
    ];
  });
  return buttons.length > 0 ? [{ type: 'actions', block_id: 'next', elements: buttons.slice(0, 25) }] : [];
}
