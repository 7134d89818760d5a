import { useEffect, useState } from 'preact/hooks';
import type { User } from '../../src/state/state.js';
import type { Screen } from '../../src/state/user-view.js';
import { get } from './send-command.js';
import { useFresh } from './use-polled.js';

/** The dots beside the others may come a little later than what one does oneself. */
const pause = 700;

/** Everybody's screens, for the dots that say who has something to read. */
export function useOthers(people: readonly User[], count: number): readonly Screen[] {
  const [settled, setSettled] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(count), pause);
    return () => clearTimeout(timer);
  }, [count]);
  const ids = people.map((person) => person.id);
  const read = () => Promise.all(ids.map((id) => get<Screen>(`/_sandbox/state?user=${encodeURIComponent(id)}`)));
  return useFresh(read, ids.join(' '), settled) ?? [];
}
