import type { Overflow } from '@slack/types';
import type { JSX, RefObject, TargetedKeyboardEvent } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { plainText } from '../mrkdwn/text-object.js';
import { usePopupPosition } from './use-popup-position.js';

interface Props {
  readonly label: string;
  readonly options: Overflow['options'];
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onSelect: (value: string) => void;
  readonly onClose: () => void;
}

/** The open menu. Arrow keys wrap around; Esc and Tab close it. */
export function OverflowMenu({ label, options, anchor, onSelect, onClose }: Props): JSX.Element {
  const menu = useRef<HTMLDivElement>(null);
  usePopupPosition(anchor, menu, true);
  useLayoutEffect(() => menu.current?.querySelector('button')?.focus(), []);
  const onFocusOut = ({ relatedTarget: to }: FocusEvent): void => {
    if (!(to instanceof Node && menu.current?.contains(to))) onClose();
  };
  return (
    <div
      ref={menu}
      class="popup"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={(event) => onMenuKey(event, onClose)}
      onFocusOut={onFocusOut}
    >
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          role="menuitem"
          class="option"
          onClick={() => onSelect(option.value ?? '')}
        >
          {plainText(option.text)}
        </button>
      ))}
    </div>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function onMenuKey(event: TargetedKeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll('button')];
  const at = [...items].findIndex((item) => item.matches(':focus'));
  const step = steps[event.key];
  if (step !== undefined) {
    event.preventDefault();
    items[(at + step + items.length) % items.length]?.focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    event.stopPropagation();
    close();
  }
}
