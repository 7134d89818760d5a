import type { Overflow } from '@slack/types';
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useSurface } from '../hooks/surface.js';
import { usePage } from '../page-context.js';
import type { ElementProps } from './field.js';
import { OverflowMenu } from './overflow-menu.js';

/** An overflow menu. */
export function OverflowElement({ element, blockId }: ElementProps<Overflow>): JSX.Element {
  const surface = useSurface();
  const { texts } = usePage();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const select = async (value: string): Promise<void> => {
    close();
    await surface.press({ blockId, actionId: element.action_id ?? '', confirm: element.confirm }, value);
  };
  return (
    <span class="overflow">
      <button
        ref={button}
        type="button"
        class="button plain"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={texts.more}
        onClick={() => setOpen(!open)}
      >
        ⋯
      </button>
      {open && (
        <OverflowMenu label={texts.more} options={element.options} anchor={button} onSelect={select} onClose={close} />
      )}
    </span>
  );
}
