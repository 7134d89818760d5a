import type { Overflow } from '@slack/types';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useSurface } from '../hooks/surface.js';
import { useDesk } from '../page-context.js';
import type { ElementProps } from './field.js';
import { OverflowMenu } from './overflow-menu.js';

/** The three dots: a menu of a few more things to do. */
export function OverflowElement({ element, blockId }: ElementProps<Overflow>): JSX.Element {
  const surface = useSurface();
  const { words } = useDesk();
  const [open, setOpen] = useState(false);
  const dots = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    dots.current?.focus();
  };
  const choose = async (value: string): Promise<void> => {
    close();
    await surface.press({ blockId, actionId: element.action_id ?? '', confirm: element.confirm }, value);
  };
  return (
    <span class="overflow">
      <button
        ref={dots}
        type="button"
        class="button plain"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={words.more}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <OverflowMenu label={words.more} options={element.options} anchor={dots} onChoose={choose} onClose={close} />
      )}
    </span>
  );
}
