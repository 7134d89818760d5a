import { useCallback, useEffect, useState } from 'preact/hooks';

/** A value in localStorage, synchronised between tabs. */
export function useStored<T>(key: string, initial: T): [T, (change: (before: T) => T) => void] {
  const name = `sandbox.${key}`;
  const [value, setValue] = useState<T>(() => read(name) ?? initial);
  useEffect(() => {
    const onStorage = (event: StorageEvent): void => {
      if (event.key === name) setValue(read(name) ?? initial);
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, [name]);
  const change = useCallback(
    (update: (before: T) => T) =>
      setValue((before) => {
        const next = update(before);
        if (next !== before) write(name, next);
        return next;
      }),
    [name],
  );
  return [value, change];
}

function read<T>(name: string): T | undefined {
  try {
    const stored = localStorage.getItem(name);
    // Only this page writes this key.
    return stored === null ? undefined : (JSON.parse(stored) as T);
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Without localStorage the page works, but forgets.
  }
}
