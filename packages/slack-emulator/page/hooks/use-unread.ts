import { useCallback, useEffect, useState } from 'preact/hooks';
import type { User } from '../../src/state/state.js';
import type { Screen, VisibleConversation } from '../../src/state/user-view.js';
import { type ReadMarks, unreadOn, withRead } from '../state/unread.js';
import { fetchJson } from './send-command.js';
import { usePolled } from './use-polled.js';
import { useStored } from './use-stored.js';

/** What each user has read, stored by the browser. The open conversation is marked read while the page is visible. */
export function useReadMarks(
  screen: Screen,
  open: VisibleConversation | undefined,
): { readonly marks: ReadMarks; readonly clearReadMarks: () => void } {
  const [marks, change] = useStored<ReadMarks>('read', {});
  const userId = screen.user.id;
  const lastTs = open?.messages.at(-1)?.ts;
  useEffect(() => {
    if (open === undefined) return undefined;
    const markRead = (): void => {
      if (document.visibilityState === 'visible') change((before) => withRead(before, userId, open));
    };
    markRead();
    document.addEventListener('visibilitychange', markRead);
    return () => document.removeEventListener('visibilitychange', markRead);
  }, [userId, open?.id, lastTs, change]);
  const clearReadMarks = useCallback(() => change(() => ({})), [change]);
  return { marks, clearReadMarks };
}

/** The other users' screens are read only after changes have paused for this long. */
const debounceMs = 700;

/** The number of unread messages by user id. */
export function useUnreadByUser(
  users: readonly User[],
  marks: ReadMarks,
  version: number,
): Readonly<Record<string, number>> {
  const [settledVersion, setSettledVersion] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSettledVersion(version), debounceMs);
    return () => clearTimeout(timer);
  }, [version]);
  const ids = users.map((user) => user.id);
  const read = () => Promise.all(ids.map((id) => fetchJson<Screen>(`/_sandbox/state?user=${encodeURIComponent(id)}`)));
  const screens = usePolled(read, ids.join(' '), settledVersion) ?? [];
  return Object.fromEntries(screens.map((screen) => [screen.user.id, unreadOn(screen, marks)]));
}
