import type { Screen, VisibleConversation } from '../../src/state/user-view.js';

/** Up to which message each person has read each conversation. */
export type ReadMarks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** How many messages of others came after the last one that was read. */
export function unreadIn(conversation: VisibleConversation, marks: ReadMarks, userId: string): number {
  const mark = marks[userId]?.[conversation.id] ?? '';
  return conversation.messages.filter((message) => message.ts > mark && message.author !== userId).length;
}

export function unreadOn(screen: Screen, marks: ReadMarks): number {
  return screen.conversations.reduce((sum, each) => sum + unreadIn(each, marks, screen.user.id), 0);
}

/** The same marks, with this conversation read to its end; the very same object when it was already. */
export function withRead(marks: ReadMarks, userId: string, conversation: VisibleConversation): ReadMarks {
  const last = conversation.messages.at(-1)?.ts;
  if (last === undefined || (marks[userId]?.[conversation.id] ?? '') >= last) return marks;
  return { ...marks, [userId]: { ...marks[userId], [conversation.id]: last } };
}
