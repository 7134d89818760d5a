import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Exchange } from '../../src/traffic-log.js';
import { formatted } from '../mrkdwn/dates.js';
import { useDesk } from '../page-context.js';
import { outcomeOf } from '../state/wire.js';
import { WireBody } from './wire-body.js';

/** One request and its answer: a line, and everything once it is opened. */
export function WireEntry({ exchange }: { readonly exchange: Exchange }): JSX.Element {
  const { words, person, now } = useDesk();
  const [open, setOpen] = useState(false);
  const toBot = exchange.direction === 'to-bot';
  const { said, fine } = outcomeOf(exchange);
  const time = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  return (
    <li>
      <details class="wire-entry" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span
            class={toBot ? 'wire-way to' : 'wire-way from'}
            role="img"
            aria-label={toBot ? words.toBot : words.fromBot}
          >
            {toBot ? '→' : '←'}
          </span>
          <span class="wire-name">{exchange.name}</span>
          <span class={fine ? 'wire-status' : 'wire-status bad'}>{said ?? words.noAnswerYet}</span>
          <time class="wire-time" dateTime={new Date(exchange.at).toISOString()}>
            {formatted(exchange.at, time, { locale: person.locale, tz: person.tz, now })}
          </time>
        </summary>
        {open && (
          <>
            <WireBody title={`${words.request} (${exchange.via})`} part={exchange.request} />
            {exchange.response !== undefined && <WireBody title={words.answer} part={exchange.response} />}
            {exchange.failure !== undefined && <p class="wire-status bad">{exchange.failure}</p>}
          </>
        )}
      </details>
    </li>
  );
}
