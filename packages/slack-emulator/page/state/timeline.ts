import type { Notice } from '../../src/state/state.js';
import type { VisibleConversation, VisibleMessage } from '../../src/state/user-view.js';

/** What stands in a conversation, one under the other: messages, and what Slack itself said to this person there. */
export type Item = { readonly at: number; readonly key: string } & (
  | { readonly is: 'message'; readonly message: VisibleMessage }
  | { readonly is: 'notice'; readonly notice: Notice }
);

export interface Day {
  /** Some instant of it. */
  readonly at: number;
  readonly items: readonly Item[];
}

export function timeline(conversation: VisibleConversation, notices: readonly Notice[]): readonly Item[] {
  const messages = conversation.messages.map((message): Item => {
    return { is: 'message', message, at: Number(message.ts) * 1000, key: message.ts };
  });
  const said = notices
    .filter((notice) => notice.channel === conversation.id)
    .map((notice, index): Item => ({ is: 'notice', notice, at: notice.at, key: `notice-${index}` }));
  return [...messages, ...said].sort((one, other) => one.at - other.at);
}

/** The same items, by the reader's calendar days. */
export function byDay(items: readonly Item[], tz: string): readonly Day[] {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' });
  const days: { at: number; day: string; items: Item[] }[] = [];
  for (const item of items) {
    const day = format.format(item.at);
    const last = days.at(-1);
    if (last?.day === day) last.items.push(item);
    else days.push({ at: item.at, day, items: [item] });
  }
  return days;
}

/** Whether an item goes on right after another of the same author: its head need not be said again. */
export function continues(before: Item | undefined, item: Item): boolean {
  if (before?.is !== 'message' || item.is !== 'message') return false;
  const { message: one } = before;
  const { message: other } = item;
  const near = item.at - before.at < 5 * 60_000;
  return near && one.author === other.author && one.ephemeral === other.ephemeral && !other.ephemeral;
}
