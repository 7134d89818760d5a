import type { Notice } from '../../src/state/state.js';
import type { VisibleConversation, VisibleMessage } from '../../src/state/user-view.js';

/** An entry of a conversation: a message or a Slackbot notice. */
export type TimelineItem = { readonly at: number; readonly key: string } & (
  | { readonly is: 'message'; readonly message: VisibleMessage }
  | { readonly is: 'notice'; readonly notice: Notice }
);

export interface Day {
  /** An instant of this day, in milliseconds since the epoch. */
  readonly at: number;
  readonly items: readonly TimelineItem[];
}

export function timeline(conversation: VisibleConversation, notices: readonly Notice[]): readonly TimelineItem[] {
  const messages = conversation.messages.map((message): TimelineItem => {
    return { is: 'message', message, at: Number(message.ts) * 1000, key: message.ts };
  });
  const noticeItems = notices
    .filter((notice) => notice.channel === conversation.id)
    .map((notice, index): TimelineItem => ({ is: 'notice', notice, at: notice.at, key: `notice-${index}` }));
  return [...messages, ...noticeItems].sort((first, second) => first.at - second.at);
}

/** Groups items by calendar day in a time zone. */
export function byDay(items: readonly TimelineItem[], tz: string): readonly Day[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' });
  const days: { at: number; day: string; items: TimelineItem[] }[] = [];
  for (const item of items) {
    const day = format.format(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ at: item.at, day, items: [item] });
  }
  return days;
}

/** Whether a message directly continues the previous one: same author, within five minutes, not ephemeral. */
export function continuesPrevious(before: TimelineItem | undefined, item: TimelineItem): boolean {
  if (before?.is !== 'message' || item.is !== 'message') return false;
  const { message: first } = before;
  const { message: second } = item;
  const isSoonAfter = item.at - before.at < 5 * 60_000;
  return isSoonAfter && first.author === second.author && first.ephemeral === second.ephemeral && !second.ephemeral;
}
