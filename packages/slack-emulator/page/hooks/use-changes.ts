import { useEffect, useState } from 'preact/hooks';

interface Changes {
  /** Rises with every change in the workspace. */
  readonly count: number;
  readonly online: boolean;
}

/** Hears from the workspace that something changed; the browser reconnects by itself. */
export function useChanges(): Changes {
  const [changes, setChanges] = useState<Changes>({ count: 0, online: true });
  useEffect(() => {
    const stream = new EventSource('/_sandbox/events');
    stream.addEventListener('changed', () => setChanges(({ count }) => ({ count: count + 1, online: true })));
    stream.addEventListener('error', () => setChanges(({ count }) => ({ count, online: false })));
    return () => stream.close();
  }, []);
  return changes;
}
