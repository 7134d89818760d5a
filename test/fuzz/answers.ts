import { problems } from '../support/slack-limits.js';
import { secrets } from './harness.js';

/** What no response may contain: file paths, database errors, secrets. */
const leaks =
  /node_modules|\n\s+at |\\n\s+at |\.[cm]?[jt]s:\d+|prisma|invocation|violates|sqlstate|syntax error at|byte sequence|stack"/i;

/** What is wrong with a response of any kind. */
export function leaksIn(answer: string): readonly string[] {
  const [leak] = leaks.exec(answer) ?? [];
  const told = Object.entries(secrets).filter(([, secret]) => answer.includes(secret));
  return [...(leak === undefined ? [] : [`it gives away ${leak}`]), ...told.map(([name]) => `it gives away ${name}`)];
}

/** Markup that can only come from the hostile inputs: mentions, links, broadcasts and formatting. */
const markup = /<@UEVIL|<#CEVIL|<!(channel|here|everyone)|\*bold\*|~gone~|`code`|\*Approved by\*|[\u202e\u2066]/;

/** What is wrong with a view or a message: it is invalid for Slack, or has forbidden content. */
export function flawsIn(drawn: object): readonly string[] {
  const [mark] = markup.exec(mrkdwnIn(drawn).join('\n')) ?? [];
  return [
    ...problems(drawn),
    ...leaksIn(JSON.stringify(drawn)),
    ...(mark === undefined ? [] : [`it formats: ${mark}`]),
    ...unguarded(drawn),
  ];
}

/** Every text that Slack reads as mrkdwn. */
function mrkdwnIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(mrkdwnIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, text } = value as { type?: unknown; text?: unknown };
  const own = typeof text === 'string' && (type === 'mrkdwn' || type === undefined) ? [text] : [];
  return [...own, ...Object.values(value).flatMap(mrkdwnIn)];
}

/** Texts in which Slack would create links by itself. */
function unguarded(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(unguarded);
  if (typeof value !== 'object' || value === null) return [];
  const { type, verbatim } = value as { type?: unknown; verbatim?: unknown };
  const own = type === 'mrkdwn' && verbatim !== true ? ['it has mrkdwn that is not verbatim'] : [];
  return [...own, ...Object.values(value).flatMap(unguarded)];
}
