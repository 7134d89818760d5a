import { useEffect, useRef, useState } from 'preact/hooks';

interface Reading {
  readonly key: string;
  /** Something changed since it began. */
  again: boolean;
}

/**
 * What `read` finds, read anew whenever `count` rises or `key` changes. Never two reads at once: changes that come
 * meanwhile make one more read at its end. What belonged to another key is not handed out.
 */
export function useFresh<T>(read: () => Promise<T>, key: string, count: number): T | undefined {
  const [held, setHeld] = useState<{ readonly key: string; readonly value: T }>();
  const reading = useRef<Reading>(undefined);
  useEffect(() => {
    if (reading.current?.key === key) {
      reading.current.again = true;
      return;
    }
    const mine: Reading = { key, again: false };
    reading.current = mine;
    const run = async (): Promise<void> => {
      while (reading.current === mine) {
        mine.again = false;
        // What cannot be read now is read when the stream says that the workspace is back.
        const value = await read().catch(() => undefined);
        if (reading.current !== mine) return;
        // In one go with the look at `again`: a change that comes after it finds no reading, and starts one.
        if (!mine.again) reading.current = undefined;
        if (value !== undefined) setHeld({ key, value });
      }
    };
    void run();
  }, [key, count]);
  return held?.key === key ? held.value : undefined;
}
