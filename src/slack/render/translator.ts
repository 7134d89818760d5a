import { DateTime } from 'luxon';
import type { Language } from '../../i18n/language.js';
import { type OutputFormat, plain, type Translate, type Translator } from '../../i18n/translator.js';

/** How to say things to one reader, or to a channel: in mrkdwn, and in plain text where Slack takes nothing else. */
export interface MessageTranslator {
  readonly mrkdwn: Translate;
  readonly plain: Translate;
}

/** To one person: instants in their own time zone, which is named. */
export function translatorForUser(translator: Translator, language: Language, timeZone: string): MessageTranslator {
  const simple = plain(timeZone);
  return {
    mrkdwn: translator(language, { ...mrkdwn, instant: simple.instant }),
    plain: translator(language, { ...simple, text: onOneLine }),
  };
}

/** To a channel: date tokens, so that each reader sees their own time zone. */
export function translatorForChannel(translator: Translator, language: Language): MessageTranslator {
  const instant = (at: string, in_: Language) => {
    const fallback = plain('UTC').instant(at, in_).replaceAll(/[|>^]/g, ' ');
    return `<!date^${Math.floor(DateTime.fromISO(at).toSeconds())}^{date_short} {time}|${fallback}>`;
  };
  return {
    mrkdwn: translator(language, { ...mrkdwn, instant }),
    plain: translator(language, { ...plain('UTC'), text: onOneLine }),
  };
}

const mrkdwn: Omit<OutputFormat, 'instant'> = {
  text: escapeMrkdwn,
  person: (id) => {
    if (isUser(id)) return `<@${id}>`;
    return isUserGroup(id) ? `<!subteam^${id}>` : escapeMrkdwn(id);
  },
};

/** Text of people, harmless in mrkdwn: no mention, no link, no broadcast, no format, no line of its own. */
function escapeMrkdwn(text: string): string {
  const shown = unformatted(onOneLine(text)).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return readsFromTheRight(text) ? `\u2068${shown}\u2069` : shown;
}

/** Nothing that begins a line, turns the text around or cannot be seen. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

const lookalikes: Readonly<Record<string, string>> = { '*': '∗', '`': 'ˋ', '~': '∼', _: 'ˍ' };

/**
 * Slack cannot be told to leave a format mark alone, so it is shown by its twin; an underscore only where it would
 * format. A word joiner keeps a name such as `im:cn:prod` from becoming a flag.
 */
function unformatted(text: string): string {
  return text
    .replaceAll(/[*`~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => lookalikes[mark] ?? mark)
    .replaceAll(/:(?=[\w+-]+:)/g, ':\u2060');
}

function readsFromTheRight(text: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);
}

function isUserGroup(id: string): boolean {
  return /^S[A-Z0-9]{2,}$/.test(id);
}

/** Whether somebody is in Slack: a program has a name of its own. */
export function isUser(id: string): boolean {
  return /^[UW][A-Z0-9]{2,}$/.test(id);
}
