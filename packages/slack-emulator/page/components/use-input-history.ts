import { useRef } from 'preact/hooks';

/** Lines sent from this tab, which the arrow keys recall into an empty composer. */
const lines: string[] = [];
const maxLines = 50;

export function useInputHistory() {
  const at = useRef(lines.length);
  return {
    remember: (line: string): void => {
      lines.push(line);
      lines.splice(0, Math.max(0, lines.length - maxLines));
      at.current = lines.length;
    },
    /** The previous or next line; undefined for other keys or if the text was edited. */
    recall: (key: string, text: string): string | undefined => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[key];
      const untouched = text === '' || text === lines[at.current];
      if (step === undefined || !untouched) return undefined;
      at.current = Math.max(0, Math.min(lines.length, at.current + step));
      return lines[at.current] ?? '';
    },
  };
}
