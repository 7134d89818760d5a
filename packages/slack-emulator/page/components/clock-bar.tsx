import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ControlCommands } from '../../src/control/commands.js';
import { formatted } from '../mrkdwn/dates.js';
import { useDesk } from '../page-context.js';
import { dayOf, monthLater, onDay } from '../state/clock.js';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
const shown = {
  weekday: 'short',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
} as const;

/** The time as the bot has it, and ways to let it pass: what falls due on the way happens. */
export function ClockBar(): JSX.Element {
  const { words, now, person, act } = useDesk();
  const [date, setDate] = useState('');
  const [moving, setMoving] = useState(false);
  const move = async (ask: ControlCommands['advance']): Promise<void> => {
    if (moving) return;
    setMoving(true);
    await act('advance', ask);
    setMoving(false);
  };
  const to = (at: number): Promise<void> => move({ to: new Date(at).toISOString() });
  const steps = [
    [words.addHour, () => move({ ms: hour })],
    [words.addDay, () => move({ ms: day })],
    [words.addWeek, () => move({ ms: 7 * day })],
    [words.addMonth, () => to(monthLater(now))],
  ] as const;
  return (
    <fieldset class="clock-bar" aria-label={words.forward} aria-busy={moving || undefined}>
      <p class="clock-time" title={person.tz}>
        <span class="clock-label">{words.botTime}</span>
        <time dateTime={new Date(now).toISOString()}>
          {formatted(now, shown, { locale: person.locale, tz: person.tz, now })}
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
          aria-label={words.toDate}
          value={date}
          min={dayOf(now + day)}
          onInput={(event) => setDate(event.currentTarget.value)}
        />
        <button type="button" class="button plain small" disabled={date === ''} onClick={() => to(onDay(date, now))}>
          {words.go}
        </button>
      </span>
      {moving && <span class="spinner" role="status" aria-label={words.working} />}
    </fieldset>
  );
}
