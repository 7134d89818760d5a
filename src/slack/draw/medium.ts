import { DateTime } from 'luxon';
import { type Interpreter, type Medium, plain, type Tell } from '../../i18n/interpreter.js';
import type { Language } from '../../i18n/language.js';

/** How to say things to one reader, or to a channel: in mrkdwn, and in plain text where Slack takes nothing else. */
export interface Voice {
  readonly mrkdwn: Tell;
  readonly plain: Tell;
}

/** To one person: instants in their own time zone, which is named. */
export function voiceFor(interpreter: Interpreter, language: Language, timeZone: string): Voice {
  const simple = plain(timeZone);
  return {
    mrkdwn: interpreter(language, { ...mrkdwn, instant: simple.instant }),
    plain: interpreter(language, simple),
  };
}

/** To a channel: date tokens, so that each reader sees their own time zone. */
export function voiceForAll(interpreter: Interpreter, language: Language): Voice {
  const instant = (at: string, in_: Language) => {
    const fallback = plain('UTC').instant(at, in_).replaceAll(/[|>^]/g, ' ');
    return `<!date^${Math.floor(DateTime.fromISO(at).toSeconds())}^{date_short_pretty} {time}|${fallback}>`;
  };
  return { mrkdwn: interpreter(language, { ...mrkdwn, instant }), plain: interpreter(language, plain('UTC')) };
}

const mrkdwn: Omit<Medium, 'instant'> = { text: harmless, person: (id) => (isUser(id) ? `<@${id}>` : harmless(id)) };

/** Text of people, harmless in mrkdwn: no mention, no link, no broadcast. */
function harmless(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function isUser(id: string): boolean {
  return /^[UW][A-Z0-9]{2,}$/.test(id);
}
