import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

const focusableSelector =
  'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/**
 * Keeps Tab within a modal; Esc calls `onEscape`. The rest of the page is inert, except the list of users and the
 * tools, which F6 reaches.
 */
export function useFocusTrap(box: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { current } = box;
      const { activeElement: from } = document;
      // The focused element may have been removed (focus on body); an open <dialog> handles its own keys.
      const isInside = from === document.body || current?.contains(from) === true;
      if (current === null || !isInside || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') onEscape();
      if (event.key === 'Tab') keepWithin(current, event);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });
}

function keepWithin(box: HTMLElement, event: KeyboardEvent): void {
  const all = [...box.querySelectorAll<HTMLElement>(focusableSelector)].filter(
    (each) => each.getClientRects().length > 0,
  );
  const [first, last] = [all[0], all.at(-1)];
  const from = document.activeElement;
  const outermost = event.shiftKey ? first : last;
  if (from !== outermost && from !== document.body && !(event.shiftKey && from === box)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Focuses the first invalid field, else the one with `focus_on_load` or the first field, else the modal. */
export function useFirstFocus(box: RefObject<HTMLElement | null>, contentKey: string): void {
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const invalid = current.querySelector<HTMLElement>('.refused input, .refused textarea');
    const focused = document.activeElement;
    const isOutside = focused === null || focused === current || !current.contains(focused);
    const field =
      current.querySelector<HTMLElement>('.modal-body [data-focus] :is(input, textarea)') ??
      current.querySelector<HTMLElement>('.modal-body :is(input, textarea)');
    if (invalid !== null) invalid.focus();
    else if (isOutside) (field ?? current).focus({ preventScroll: true });
  }, [box, contentKey]);
}
