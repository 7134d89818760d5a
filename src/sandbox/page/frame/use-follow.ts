import { useLayoutEffect, useRef } from 'preact/hooks';

/** How near its end a list must be to go on following it, in pixels. */
const near = 80;

/** Keeps a list at its end while it grows, also by a picture that comes late, unless somebody scrolled up. */
export function useFollow() {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  useLayoutEffect(() => {
    const { current: list } = box;
    if (list === null || content.current === null) return undefined;
    const stay = (): void => {
      if (following.current) list.scrollTop = list.scrollHeight;
    };
    const watcher = new ResizeObserver(stay);
    watcher.observe(content.current);
    watcher.observe(list);
    stay();
    return () => watcher.disconnect();
  }, []);
  const onScroll = (): void => {
    const { current: list } = box;
    if (list !== null) following.current = list.scrollHeight - list.scrollTop - list.clientHeight < near;
  };
  return { box, content, onScroll };
}
