import type { Screen, VisibleConversation } from '../../src/state/user-view.js';

/** Timestamp of the last message read, by user, then conversation. */
export type ReadMarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The number of messages from others after the last one read. */
export function unreadIn(conversation: VisibleConversation, marks: ReadMarks, userId: string): number {
  const mark = marks[userId]?.[conversation.id] ?? '';
  return conversation.messages.filter((message) => message.ts > mark && message.author !== userId).length;
}

export function unreadOn(screen: Screen, marks: ReadMarks): number {
  return screen.conversations.reduce((sum, each) => sum + unreadIn(each, marks, screen.user.id), 0);
}

/** The marks with this conversation read to its end; the same object if it already was. */
export function withRead(marks: ReadMarks, userId: string, conversation: VisibleConversation): ReadMarks {
  const last = conversation.messages.at(-1)?.ts;
  if (last === undefined || (marks[userId]?.[conversation.id] ?? '') >= last) return marks;
  return { ...marks, [userId]: { ...marks[userId], [conversation.id]: last } };
}
