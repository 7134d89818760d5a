import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useUsage } from '../hooks/use-polled.js';
import { useReset } from '../hooks/use-reset.js';
import { usePage } from '../page-context.js';
import { ClockBar } from './clock-bar.js';
import { ThemeButton } from './theme-button.js';
import { UsagePanel } from './usage-panel.js';

interface Props {
  readonly online: boolean;
  readonly wire: boolean;
  readonly onWire: () => void;
}

/** Tools that only the emulator has: clock, usage panel, wire inspector, theme and reset. */
export function TopBar({ online, wire, onWire }: Props): JSX.Element {
  const { texts } = usePage();
  const [open, setOpen] = useState(false);
  const [usageOpen, setUsageOpen] = useState(false);
  const { reset, resetting, resets } = useReset();
  const usage = useUsage(Number(usageOpen) + 2 * resets);
  return (
    <header class="top-bar" data-region tabIndex={-1}>
      <p class="sandbox-note">
        <strong>{texts.sandbox}</strong> <span>{texts.sandboxNote}</span>
      </p>
      <button type="button" class="button plain small phone-only" aria-expanded={open} onClick={() => setOpen(!open)}>
        {texts.tools}
      </button>
      <div class={open ? 'tools tools-open' : 'tools'}>
        <ClockBar />
        {usage.metrics.length > 0 && (
          <button
            type="button"
            class="button plain small"
            aria-expanded={usageOpen}
            onClick={() => setUsageOpen(!usageOpen)}
          >
            {texts.usage.title}
          </button>
        )}
        <button type="button" class="button plain small" aria-pressed={wire} onClick={onWire}>
          {texts.wire}
        </button>
        <ThemeButton />
        <button type="button" class="button plain small" aria-disabled={resetting || undefined} onClick={reset}>
          {texts.reset}
        </button>
        {usageOpen && usage.apps.length > 0 && <UsagePanel key={resets} {...usage} />}
        {usageOpen && usage.apps.length === 0 && <p class="usage-panel">{texts.usage.noApps}</p>}
      </div>
      {!online && (
        <p class="offline" role="alert">
          {texts.offline}
        </p>
      )}
      <p class={resetting ? 'starting-over' : 'hidden'} role="status">
        {resetting && (
          <>
            {texts.resetting} <span class="spinner" aria-hidden="true" />
          </>
        )}
      </p>
    </header>
  );
}
