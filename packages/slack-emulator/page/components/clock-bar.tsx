import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ControlCommands } from '../../src/control/commands.js';
import { formatDate } from '../mrkdwn/dates.js';
import { usePage } from '../page-context.js';
import { dayOf, monthLater, onDay } from '../state/clock.js';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const timeFormat = {
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const;

/** The workspace's time, with buttons that advance it. */
export function ClockBar(): JSX.Element {
  const { texts, now, user, sendCommand } = usePage();
  const [date, setDate] = useState('');
  const [moving, setMoving] = useState(false);
  const advance = async (target: ControlCommands['advance']): Promise<void> => {
    if (moving) return;
    setMoving(true);
    await sendCommand('advance', target);
    setMoving(false);
  };
  const advanceTo = (at: number): Promise<void> => advance({ to: new Date(at).toISOString() });
  const steps = [
    [texts.addHour, () => advance({ ms: hourMs })],
    [texts.addDay, () => advance({ ms: dayMs })],
    [texts.addWeek, () => advance({ ms: 7 * dayMs })],
    [texts.addMonth, () => advanceTo(monthLater(now))],
  ] as const;
  return (
    <fieldset class="clock-bar" aria-label={texts.forward} aria-busy={moving || undefined}>
      <p class="clock-time" title={user.tz}>
        <span class="clock-label">{texts.botTime}</span>
        <time dateTime={new Date(now).toISOString()}>
          {formatDate(now, timeFormat, { locale: user.locale, tz: user.tz, now })}
        </time>
      </p>
      {steps.map(([label, go]) => (
        <button key={label} type="button" class="button plain small" aria-disabled={moving || undefined} onClick={go}>
          {label}
        </button>
      ))}
      <span class="clock-date">
        <input
          type="date"
          class="text-input small"
          aria-label={texts.toDate}
          value={date}
          min={dayOf(now + dayMs)}
          onInput={(event) => setDate(event.currentTarget.value)}
        />
        <button
          type="button"
          class="button plain small"
          disabled={date === ''}
          onClick={() => advanceTo(onDay(date, now))}
        >
          {texts.go}
        </button>
      </span>
      {moving && <span class="spinner" role="status" aria-label={texts.working} />}
    </fieldset>
  );
}
