import { useCallback, useEffect } from 'preact/hooks';
import type { Screen, VisibleConversation } from '../../src/state/user-view.js';
import { type ReadMarks, withRead } from '../state/unread.js';
import { useStored } from './use-stored.js';

/** What each person has read, kept by the browser; the open conversation counts as read while somebody looks. */
export function useReads(
  screen: Screen | undefined,
  open: VisibleConversation | undefined,
): { readonly marks: ReadMarks; readonly forgetReads: () => void } {
  const [marks, change] = useStored<ReadMarks>('read', {});
  const person = screen?.user.id;
  const last = open?.messages.at(-1)?.ts;
  useEffect(() => {
    if (person === undefined || open === undefined) return undefined;
    const read = (): void => {
      if (document.visibilityState === 'visible') change((before) => withRead(before, person, open));
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [person, open?.id, last, change]);
  const forgetReads = useCallback(() => change(() => ({})), [change]);
  return { marks, forgetReads };
}
