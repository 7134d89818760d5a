import { useLayoutEffect, useRef } from 'preact/hooks';

/** A list scrolled to within this distance of its end keeps following, in pixels. */
const followDistancePx = 80;

const sizeOf = ({ scrollHeight, clientHeight }: HTMLElement): string => `${scrollHeight}/${clientHeight}`;

/**
 * Keeps a list scrolled to its end while it grows (also when images load), unless the user has scrolled up. Sending
 * something (a new `sentCount`) scrolls to the end again.
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
    // A scroll event right after a change of size comes from the browser, not from the user.
    const sizeUnchanged = sizeOf(list) === size.current;
    if (sizeUnchanged) following.current = list.scrollHeight - list.scrollTop - list.clientHeight < followDistancePx;
    size.current = sizeOf(list);
  };
  return { box, content, onScroll };
}
