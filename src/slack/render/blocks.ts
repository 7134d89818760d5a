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
import { slackLimits } from '../limits.js';
import { encode } from '../metadata.js';
import type { MessageTranslator } from './translator.js';

/** The text, cut to `max` UTF-16 units with an ellipsis. */
export function truncate(text: string, max: number): string {
  const characters = [...text];
  return text.length <= max
    ? text
    : `${characters.slice(0, Math.max(0, max - 1 - (text.length - characters.length))).join('')}…`;
}

/** The same for mrkdwn: an escape, mention or date at the end is removed rather than cut in two, and bold text is closed. */
export function truncateMrkdwn(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = truncate(text, max - 1).replace(/(?:&[a-z]*|<[^<>]*)…$/, '…');
  return hasOpenBold(cut) ? `${cut}*` : cut;
}

/** Names never contain an asterisk: the translator replaces it. */
const hasOpenBold = (mrkdwn: string) => mrkdwn.split('*').length % 2 === 0;

/** `emoji: false`: in the name `im:cn:prod`, Slack would show `:cn:` as a flag. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: truncate(text, max), emoji: false };
}

/** Name and id of an app for a button or menu; the id is never cut. */
export function appText({ plain }: MessageTranslator, { name, sdkAppId }: App): PlainTextElement {
  const id = ` (${sdkAppId})`;
  return plainText(truncate(plain(name), slackLimits.option - id.length) + id, slackLimits.option);
}

export const labelText = ({ plain }: MessageTranslator, text: Text) => plainText(plain(text), slackLimits.label);
export const placeholderText = ({ plain }: MessageTranslator, text: Text) =>
  plainText(plain(text), slackLimits.placeholder);
export const title = ({ plain }: MessageTranslator, text: Text) => plainText(plain(text), slackLimits.title);
export const optionText = ({ plain }: MessageTranslator, text: Text) => plainText(plain(text), slackLimits.option);
export const errorText = ({ plain }: MessageTranslator, text: Text) => truncate(plain(text), slackLimits.error);

export function header({ plain }: MessageTranslator, text: Text): HeaderBlock {
  return { type: 'header', text: plainText(plain(text), slackLimits.header) };
}

export function section({ mrkdwn }: MessageTranslator, text: Text): SectionBlock {
  return { type: 'section', text: markdown(mrkdwn(text)) };
}

/** An alert, allowed in modals only, with the sentences that fit into it; the rest of the text is in a section below. */
export function alert(
  { mrkdwn }: MessageTranslator,
  text: Text,
  level: NonNullable<AlertBlock['level']>,
): KnownBlock[] {
  const whole = mrkdwn(text);
  const shown = whole.length <= slackLimits.alert ? whole : sentencesWithin(whole, slackLimits.alert);
  // Without the end of a sentence to cut at, the section has the whole text.
  const alertText = shown === '' ? truncateMrkdwn(whole, slackLimits.alert) : shown;
  const rest = whole.slice(shown.length).trim();
  const block: AlertBlock = { type: 'alert', level, text: { type: 'mrkdwn', text: alertText, verbatim: true } };
  return rest === '' ? [block] : [block, { type: 'section', text: markdown(rest) }];
}

/** The longest beginning of at most `max` characters that ends with a sentence, and outside of bold text; '' if none. */
function sentencesWithin(mrkdwn: string, max: number): string {
  const ends = [...mrkdwn.matchAll(/(?:[.!?](?=\s)|[。！？])/g)].map(({ index }) => index + 1);
  return mrkdwn.slice(0, ends.findLast((end) => end <= max && !hasOpenBold(mrkdwn.slice(0, end))) ?? 0);
}

function markdown(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text: truncateMrkdwn(text, slackLimits.section), verbatim: true };
}

/** Lines, in as few sections as possible. A line is never split. */
export function sections({ mrkdwn }: MessageTranslator, lines: readonly Phrase[]): SectionBlock[] {
  return joinLines(lines.map(mrkdwn));
}

/** The same for lines that are mrkdwn already. */
export function joinLines(lines: readonly string[]): SectionBlock[] {
  const texts: string[] = [];
  for (const line of lines.map((each) => truncateMrkdwn(each, slackLimits.section))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= slackLimits.section)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map((text) => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } }));
}

/** Next actions as buttons. Actions of unknown operations are left out. */
export function nextSteps(
  { plain }: MessageTranslator,
  actions: readonly NextAction[],
  operations: readonly Operation[],
): KnownBlock[] {
  const buttons = actions.flatMap((action, i): Button[] => {
    const operation = findOperation(operations, action.operation);
    if (!operation) return [];
    const { sdkAppId = null, prefill = {} } = action;
    return [
      {
        type: 'button',
        action_id: `ask/${i}`,
        text: plainText(plain(action.label ?? operation.text.label), slackLimits.button),
        value: encode({ operation: action.operation, sdkAppId, values: prefill }),
      },
    ];
  });
  return buttons.length > 0
    ? [{ type: 'actions', block_id: 'next', elements: buttons.slice(0, slackLimits.actionElementCount) }]
    : [];
}
