import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const gap = 4;

/** Keeps a fixed popup under its anchor, or above it where there is more room, while it is open. */
export function usePopupPlace(
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  open: boolean,
): void {
  useLayoutEffect(() => {
    if (!open) return undefined;
    const place = (): void => {
      const { current: box } = popup;
      const at = anchor.current?.getBoundingClientRect();
      if (box === null || at === undefined) return;
      const below = window.innerHeight - at.bottom - 2 * gap;
      const above = at.top - 2 * gap;
      const up = below < Math.min(220, box.scrollHeight) && above > below;
      box.style.setProperty('max-height', `${Math.min(320, up ? above : below)}px`);
      box.style.setProperty('min-width', `${at.width}px`);
      const left = Math.max(gap, Math.min(at.left, window.innerWidth - box.offsetWidth - gap));
      box.style.setProperty('left', `${left}px`);
      box.style.setProperty('top', `${up ? at.top - box.offsetHeight - gap : at.bottom + gap}px`);
    };
    place();
    window.addEventListener('resize', place);
    window.addEventListener('scroll', place, true);
    return () => {
      window.removeEventListener('resize', place);
      window.removeEventListener('scroll', place, true);
    };
  });
}
