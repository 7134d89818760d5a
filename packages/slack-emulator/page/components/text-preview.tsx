import type { JSX } from 'preact';
import { useFileText } from '../hooks/use-file-text.js';

const maxLines = 8;

/** The first lines of a text file. */
export function TextPreview({ src }: { readonly src: string }): JSX.Element | null {
  const text = useFileText(src);
  if (text === undefined) return null;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be focusable.
    <pre class="text-preview" tabIndex={0} dir="auto">
      {lines.slice(0, maxLines).join('\n')}
      {lines.length > maxLines && '\n…'}
    </pre>
  );
}
