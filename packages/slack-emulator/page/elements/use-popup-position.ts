import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

const gapPx = 4;

/** Positions an open popup below its anchor, or above it if there is more room. */
export function usePopupPosition(
  anchor: RefObject<HTMLElement | null>,
  popup: RefObject<HTMLElement | null>,
  open: boolean,
): void {
  useLayoutEffect(() => {
    if (!open) return undefined;
    const updatePosition = (): void => {
      const { current: box } = popup;
      const at = anchor.current?.getBoundingClientRect();
      if (box === null || at === undefined) return;
      const below = window.innerHeight - at.bottom - 2 * gapPx;
      const above = at.top - 2 * gapPx;
      const opensUp = below < Math.min(220, box.scrollHeight) && above > below;
      box.style.setProperty('max-height', `${Math.min(320, opensUp ? above : below)}px`);
      box.style.setProperty('min-width', `${at.width}px`);
      const left = Math.max(gapPx, Math.min(at.left, window.innerWidth - box.offsetWidth - gapPx));
      box.style.setProperty('left', `${left}px`);
      box.style.setProperty('top', `${opensUp ? at.top - box.offsetHeight - gapPx : at.bottom + gapPx}px`);
    };
    updatePosition();
    window.addEventListener('resize', updatePosition);
    window.addEventListener('scroll', updatePosition, true);
    return () => {
      window.removeEventListener('resize', updatePosition);
      window.removeEventListener('scroll', updatePosition, true);
    };
  });
}
