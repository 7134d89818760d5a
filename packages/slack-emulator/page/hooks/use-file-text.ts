import { useEffect, useState } from 'preact/hooks';

/** What stands in a file; undefined until it is read, and when it cannot be: it can still be downloaded. */
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
