import { useLayoutEffect, useRef } from 'preact/hooks';

/** How near its end a list must be to go on following it, in pixels. */
const followDistancePx = 80;

const sizeOf = ({ scrollHeight, clientHeight }: HTMLElement): string => `${scrollHeight}/${clientHeight}`;

/**
 * Keeps a list at its end while it grows, also by a picture that comes late, unless somebody scrolled up. A new `turn`
 * brings it back to its end: who says something wants to see the answer.
 */
export function useStickToEnd(sentCount: number) {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const size = useRef('');
  const scrollToEnd = (): void => {
    const { current: list } = box;
    if (list === null) return;
    if (following.current) list.scrollTop = list.scrollHeight;
    size.current = sizeOf(list);
  };
  useLayoutEffect(() => {
    if (box.current === null || content.current === null) return undefined;
    const observer = new ResizeObserver(scrollToEnd);
    observer.observe(content.current);
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    following.current = true;
    scrollToEnd();
  }, [sentCount]);
  const onScroll = (): void => {
    const { current: list } = box;
    if (list === null) return;
    // What comes when the size has just become another is the browser's own: a person scrolls in what they see.
    const sizeUnchanged = sizeOf(list) === size.current;
    if (sizeUnchanged) following.current = list.scrollHeight - list.scrollTop - list.clientHeight < followDistancePx;
    size.current = sizeOf(list);
  };
  return { box, content, onScroll };
}
