import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const shown = 8;

/** The first lines of a file. */
export function TextPreview({ src }: { readonly src: string }): JSX.Element | null {
  const [text, setText] = useState<string>();
  useEffect(() => {
    const leaving = new AbortController();
    fetch(src, { signal: leaving.signal })
      .then((response) => response.text())
      .then(setText)
      // Without its first lines a file can still be downloaded.
      .catch(() => undefined);
    return () => leaving.abort();
  }, [src]);
  if (text === undefined) return null;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <pre class="text-preview" tabIndex={0} dir="auto">
      {lines.slice(0, shown).join('\n')}
      {lines.length > shown && '\n…'}
    </pre>
  );
}
