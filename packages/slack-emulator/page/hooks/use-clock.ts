import { useEffect, useState } from 'preact/hooks';
import { get } from './send-command.js';
import { useFresh } from './use-polled.js';

/** How often the shown time moves on by itself. */
const tick = 5000;

/** The workspace's time: asked for after every change, and running on in between. */
export function useClock(count: number): number {
  const ahead = useFresh(async () => (await get<{ now: number }>('/clock')).now - Date.now(), 'clock', count) ?? 0;
  const [here, setHere] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setHere(Date.now()), tick);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => setHere(Date.now()), [ahead]);
  return here + ahead;
}
