import { useCallback, useEffect, useState } from 'preact/hooks';

/** A value that this browser remembers, the same in all its tabs. */
export function useStored<T>(key: string, start: T): [T, (change: (before: T) => T) => void] {
  const name = `sandbox.${key}`;
  const [value, setValue] = useState<T>(() => read(name) ?? start);
  useEffect(() => {
    const heard = (event: StorageEvent): void => {
      if (event.key === name) setValue(read(name) ?? start);
    };
    window.addEventListener('storage', heard);
    return () => window.removeEventListener('storage', heard);
  }, [name]);
  const change = useCallback(
    (how: (before: T) => T) =>
      setValue((before) => {
        const next = how(before);
        if (next !== before) write(name, next);
        return next;
      }),
    [name],
  );
  return [value, change];
}

function read<T>(name: string): T | undefined {
  try {
    const held = localStorage.getItem(name);
    // Only this page writes under this name.
    return held === null ? undefined : (JSON.parse(held) as T);
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still shows everything.
  }
}
