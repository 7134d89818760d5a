import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useDesk } from '../desk/desk.js';
import { ClockBar } from './clock-bar.js';
import { ThemeButton } from './theme-button.js';

interface Props {
  readonly online: boolean;
  readonly wire: boolean;
  readonly onWire: () => void;
}

/** Says that this is a sandbox, and holds what only a sandbox has: its clock and its inspector. */
export function TopBar({ online, wire, onWire }: Props): JSX.Element {
  const { words, act, confirm } = useDesk();
  const [open, setOpen] = useState(false);
  const reset = async (): Promise<void> => {
    const text = { type: 'plain_text', text: words.resetAsk } as const;
    const title = { type: 'plain_text', text: words.reset } as const;
    if (await confirm({ title, text, confirm: title, style: 'danger' })) await act('reset', {});
  };
  return (
    <header class="top-bar" data-region tabIndex={-1}>
      <p class="sandbox-note">
        <strong>{words.sandbox}</strong> <span>{words.sandboxNote}</span>
      </p>
      <button type="button" class="button plain small phone-only" aria-expanded={open} onClick={() => setOpen(!open)}>
        {words.tools}
      </button>
      <div class={open ? 'tools tools-open' : 'tools'}>
        <ClockBar />
        <button type="button" class="button plain small" aria-pressed={wire} onClick={onWire}>
          {words.wire}
        </button>
        <ThemeButton />
        <button type="button" class="button plain small" onClick={reset}>
          {words.reset}
        </button>
      </div>
      {!online && (
        <p class="offline" role="alert">
          {words.offline}
        </p>
      )}
    </header>
  );
}
