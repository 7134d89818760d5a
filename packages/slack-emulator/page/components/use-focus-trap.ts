import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';

const reachable = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/**
 * Keeps Tab within a window, and lets Esc leave it. The page's own `inert` keeps the rest behind it out of reach; the
 * switch of people stays in sight, and F6 leads to it: a sandbox is for being several people.
 */
export function useFocusTrap(box: RefObject<HTMLElement | null>, onEscape: () => void): void {
  useEffect(() => {
    const heard = (event: KeyboardEvent): void => {
      const { current } = box;
      const { activeElement: from } = document;
      // Where the focus was may have been taken away; a dialog on top has keys of its own.
      const ours = from === document.body || current?.contains(from) === true;
      if (current === null || !ours || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      if (event.key === 'Escape') onEscape();
      if (event.key === 'Tab') keepWithin(current, event);
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  });
}

function keepWithin(box: HTMLElement, event: KeyboardEvent): void {
  const all = [...box.querySelectorAll<HTMLElement>(reachable)].filter((each) => each.getClientRects().length > 0);
  const [first, last] = [all[0], all.at(-1)];
  const from = document.activeElement;
  const outermost = event.shiftKey ? first : last;
  if (from !== outermost && from !== document.body && !(event.shiftKey && from === box)) return;
  event.preventDefault();
  (event.shiftKey ? last : first)?.focus();
}

/** Puts the focus where a person goes on: at what was refused, else where the form opens or its first field, else the window. */
export function useFirstFocus(box: RefObject<HTMLElement | null>, shape: string): void {
  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    const refused = current.querySelector<HTMLElement>('.refused input, .refused textarea');
    const held = document.activeElement;
    const lost = held === null || held === current || !current.contains(held);
    const field =
      current.querySelector<HTMLElement>('.modal-body [data-focus] :is(input, textarea)') ??
      current.querySelector<HTMLElement>('.modal-body :is(input, textarea)');
    if (refused !== null) refused.focus();
    else if (lost) (field ?? current).focus({ preventScroll: true });
  }, [box, shape]);
}
