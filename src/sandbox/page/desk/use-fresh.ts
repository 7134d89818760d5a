import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * What `read` finds, read anew whenever `count` rises or `key` changes. Never two reads at once: changes that come
 * meanwhile make one more read at its end. What belonged to another key is not handed out.
 */
export function useFresh<T>(read: () => Promise<T>, key: string, count: number): T | undefined {
  const [held, setHeld] = useState<{ readonly key: string; readonly value: T }>();
  const reading = useRef<{ key: string; again: boolean }>(undefined);
  useEffect(() => {
    if (reading.current?.key === key) {
      reading.current.again = true;
      return;
    }
    const mine = { key, again: false };
    reading.current = mine;
    const run = async (): Promise<void> => {
      do {
        mine.again = false;
        const value = await read();
        if (reading.current === mine) setHeld({ key, value });
      } while (mine.again && reading.current === mine);
    };
    run()
      // The stream will say when the workspace is back.
      .catch(() => undefined)
      .finally(() => {
        if (reading.current === mine) reading.current = undefined;
      });
  }, [key, count]);
  return held?.key === key ? held.value : undefined;
}
