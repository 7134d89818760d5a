import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { usePage } from '../page-context.js';
import { Modal } from './modal.js';

/** Shows the top view of the user's modal. When the modal closes, the focus returns to where it was. */
export function Modals(): JSX.Element | null {
  const { screen } = usePage();
  const top = screen.modals.at(-1);
  const before = useRef<Element | null>(null);
  const open = top !== undefined;
  useLayoutEffect(() => {
    if (!open) return undefined;
    return () => {
      const { current } = before;
      if (current instanceof HTMLElement && current.isConnected) current.focus();
      else document.querySelector<HTMLElement>('.composer textarea')?.focus();
    };
  }, [open]);
  if (top === undefined) {
    const { activeElement } = document;
    const elsewhere = activeElement !== document.body && activeElement?.closest('.modal') === null;
    if (elsewhere) before.current = activeElement;
    return null;
  }
  return (
    <div class="modal-layer">
      <Modal key={top.id} view={top} depth={screen.modals.length} />
    </div>
  );
}
