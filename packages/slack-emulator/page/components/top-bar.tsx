import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useReset } from '../hooks/use-reset.js';
import { useUsage } from '../hooks/use-usage.js';
import { useDesk } from '../page-context.js';
import { ClockBar } from './clock-bar.js';
import { ThemeButton } from './theme-button.js';
import { UsagePanel } from './usage-panel.js';

interface Props {
  readonly online: boolean;
  readonly wire: boolean;
  readonly onWire: () => void;
}

/** Says that this is a sandbox, and holds what only a sandbox has: its clock, usage to report, and its inspector. */
export function TopBar({ online, wire, onWire }: Props): JSX.Element {
  const { words } = useDesk();
  const [open, setOpen] = useState(false);
  const [usageOpen, setUsageOpen] = useState(false);
  const { reset, starting, times } = useReset();
  const usage = useUsage(Number(usageOpen) + 2 * times);
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
        {usage.metrics.length > 0 && (
          <button
            type="button"
            class="button plain small"
            aria-expanded={usageOpen}
            onClick={() => setUsageOpen(!usageOpen)}
          >
            {words.usage.title}
          </button>
        )}
        <button type="button" class="button plain small" aria-pressed={wire} onClick={onWire}>
          {words.wire}
        </button>
        <ThemeButton />
        <button type="button" class="button plain small" aria-disabled={starting || undefined} onClick={reset}>
          {words.reset}
        </button>
        {usageOpen && usage.apps.length > 0 && <UsagePanel key={times} {...usage} />}
        {usageOpen && usage.apps.length === 0 && <p class="usage-panel">{words.usage.noApps}</p>}
      </div>
      {!online && (
        <p class="offline" role="alert">
          {words.offline}
        </p>
      )}
      <p class={starting ? 'starting-over' : 'hidden'} role="status">
        {starting && (
          <>
            {words.resetting} <span class="spinner" aria-hidden="true" />
          </>
        )}
      </p>
    </header>
  );
}
