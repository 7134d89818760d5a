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
import type { Ask } from '../../operations/change-plan.js';
import { type Operation, operationNamed } from '../../operations/operation.js';
import { write } from '../metadata.js';
import type { Voice } from './translator.js';

/** Slack's limits for the texts that we cannot know the length of. */
export const longest = {
  ...{ title: 24, header: 150, section: 3000, button: 75, option: 75, error: 2000 },
  ...{ confirmTitle: 100, confirmText: 300, confirmButton: 30 },
} as const;

/** The text, cut with an ellipsis where it would not fit. */
export function cut(text: string, max: number): string {
  const characters = [...text];
  return text.length <= max
    ? text
    : `${characters.slice(0, Math.max(0, max - 1 - (text.length - characters.length))).join('')}…`;
}

/** The same of mrkdwn: what is escaped, a mention or a date is left out rather than cut in two. */
export function cutMrkdwn(text: string, max: number): string {
  return text.length <= max ? text : cut(text, max).replace(/(?:&[a-z]*|<[^<>]*)…$/, '…');
}

/** `emoji: false`, or an app called `im:cn:prod` would have a flag in its name. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cut(text, max), emoji: false };
}

/** An app on a button or in a menu: by its id, however long its name. */
export function appText({ plain }: Voice, { name, sdkAppId }: App): PlainTextElement {
  const id = ` (${sdkAppId})`;
  return plainText(cut(plain(name), longest.option - id.length) + id, longest.option);
}

export const title = ({ plain }: Voice, text: Text) => plainText(plain(text), longest.title);
export const optionText = ({ plain }: Voice, text: Text) => plainText(plain(text), longest.option);
export const errorText = ({ plain }: Voice, text: Text) => cut(plain(text), longest.error);

export function header({ plain }: Voice, text: Text): HeaderBlock {
  return { type: 'header', text: plainText(plain(text), longest.header) };
}

export function section({ mrkdwn }: Voice, text: Text): SectionBlock {
  return { type: 'section', text: markdown(mrkdwn(text)) };
}

/** An alert: only in modals. */
export function alert({ mrkdwn }: Voice, text: Text, level: 'error' | 'warning' | 'success' | 'info'): AlertBlock {
  return { type: 'alert', level, text: markdown(mrkdwn(text)) };
}

function markdown(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: cutMrkdwn(text, longest.section), verbatim: true };
}

/** Many lines in as few sections as hold them. A line is never split. */
export function sections({ mrkdwn }: Voice, lines: readonly Phrase[]): SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines.map((phrase) => cutMrkdwn(mrkdwn(phrase), longest.section))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= longest.section)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }));
}

/** The steps that a reader may take next, as buttons; those whose operation does not exist are left out. */
export function nextSteps({ plain }: Voice, asks: readonly Ask[], operations: readonly Operation[]): KnownBlock[] {
  const buttons = asks.flatMap((ask, i): Button[] => {
    const operation = operationNamed(operations, ask.operation);
    if (!operation) return [];
    const { sdkAppId = null, draft = {} } = ask;
    return [
      {
        type: 'button',
        action_id: `ask/${i}`,
        text: plainText(plain(ask.label ?? operation.text.label), longest.button),
        value: write({ operation: ask.operation, sdkAppId, answers: draft }),
      },
    ];
  });
  return buttons.length > 0 ? [{ type: 'actions', block_id: 'next', elements: buttons.slice(0, 25) }] : [];
}
