import { useCallback, useRef, useState } from 'preact/hooks';
import { stringIn } from '../../src/json.js';
import type { Screen } from '../../src/state/user-view.js';
import type { Texts } from '../locales/texts.js';
import { type Directory, findUser } from './directory.js';

export interface Toast {
  readonly id: number;
  readonly text: string;
}

interface Toasts {
  readonly toasts: readonly Toast[];
  readonly showToast: (text: string) => void;
  readonly dismissToast: (id: number) => void;
}

/** Error messages, shown until dismissed; at most four. */
export function useToasts(): Toasts {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const showToast = useCallback((text: string) => {
    setToasts((before) => [...before.slice(-3), { id: (before.at(-1)?.id ?? 0) + 1, text }]);
  }, []);
  const dismissToast = useCallback(
    (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)),
    [],
  );
  return { toasts, showToast, dismissToast };
}

/** Announcement for screen readers: the newest message from another user since the page opened; empty if none. */
export function useAnnouncement(screen: Screen, directory: Directory, texts: Texts): string {
  const announced = useRef({ userId: '', ts: '', text: '' });
  const { id } = screen.user;
  const others = screen.conversations.flatMap((conversation) =>
    conversation.messages.filter((message) => message.author !== id).map((message) => ({ conversation, message })),
  );
  const newest = others.reduce<(typeof others)[number] | undefined>(
    (last, each) => (last === undefined || each.message.ts > last.message.ts ? each : last),
    undefined,
  );
  const ts = newest?.message.ts ?? '';
  // After a switch of users or a reset, existing messages are not announced.
  if (announced.current.userId !== id || ts < announced.current.ts) announced.current = { userId: id, ts, text: '' };
  if (newest !== undefined && ts > announced.current.ts) {
    const from = findUser(directory, newest.message.author)?.realName ?? newest.message.author;
    const text = stringIn(newest.message.json, 'text') ?? '';
    announced.current = { userId: id, ts, text: `${texts.newMessage(from, newest.conversation.name)}: ${text}` };
  }
  return announced.current.text;
}
