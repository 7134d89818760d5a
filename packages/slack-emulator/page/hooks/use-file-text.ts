import { useEffect, useState } from 'preact/hooks';

/** The text of a file; undefined while loading or if it cannot be read. */
export function useFileText(src: string): string | undefined {
  const [text, setText] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    fetch(src, { signal: leaving.signal })
      .then((response) => (response.ok ? response.text() : undefined))
      .then(setText)
      .catch(() => undefined);
    return () => leaving.abort();
  }, [src]);
  return text;
}
