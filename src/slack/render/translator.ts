import { DateTime } from 'luxon';
import { isSlackChannel, isSlackUser, isSlackUserGroup } from '../../domain/slack-ids.js';
import type { Language } from '../../i18n/language.js';
import { type OutputFormat, plain, type Translate, type Translator } from '../../i18n/translator.js';

/** Translates for one user or a channel: to mrkdwn, and to plain text where Slack accepts nothing else. */
export interface MessageTranslator {
  readonly mrkdwn: Translate;
  readonly plain: Translate;
}

/** Instants are written in the user's time zone, which is named. */
export function translatorForUser(translator: Translator, language: Language, timeZone: string): MessageTranslator {
  const plainFormat = plain(timeZone);
  return {
    mrkdwn: translator(language, { ...mrkdwn, instant: plainFormat.instant }),
    plain: translator(language, { ...plainFormat, text: onOneLine }),
  };
}

/** Instants are written as Slack's date tokens, so that each reader sees their own time zone. */
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
    if (isSlackUser(id)) return `<@${id}>`;
    return isSlackUserGroup(id) ? `<!subteam^${id}>` : escapeMrkdwn(id);
  },
  channel: (id) => (isSlackChannel(id) ? `<#${id}>` : escapeMrkdwn(id)),
};

/** Escapes untrusted text: no mentions, links, broadcasts, formatting or line breaks. */
function escapeMrkdwn(text: string): string {
  const escaped = withoutFormatMarks(onOneLine(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return hasRightToLeftScript(text) ? `\u2068${escaped}\u2069` : escaped;
}

/** Without line breaks, control characters and marks of text direction. */
function onOneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
}

const lookalikes: Readonly<Record<string, string>> = { '*': '∗', '`': 'ˋ', '~': '∼', _: 'ˍ' };

/**
 * Slack has no escape for formatting characters, so they are replaced by lookalikes; an underscore only where it would
 * format. A word joiner keeps `:cn:` in a name such as `im:cn:prod` from becoming a flag.
 */
function withoutFormatMarks(text: string): string {
  return text
    .replaceAll(/[*`~]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (mark) => lookalikes[mark] ?? mark)
    .replaceAll(/:(?=[\w+-]+:)/g, ':\u2060');
}

function hasRightToLeftScript(text: string): boolean {
  return /[\p{Script=Arabic}\p{Script=Hebrew}]/u.test(text);
}
