import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Exchange } from '../../src/traffic-log.js';
import { formatDate } from '../mrkdwn/dates.js';
import { usePage } from '../page-context.js';
import { exchangeStatus } from '../state/wire.js';
import { WireBody } from './wire-body.js';

/** One exchange: a summary line that expands to request and response. */
export function WireEntry({ exchange }: { readonly exchange: Exchange }): JSX.Element {
  const { texts, user, now } = usePage();
  const [open, setOpen] = useState(false);
  const toBot = exchange.direction === 'to-bot';
  const { text, ok } = exchangeStatus(exchange);
  const time = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  return (
    <li>
      <details class="wire-entry" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <span
            class={toBot ? 'wire-way to' : 'wire-way from'}
            role="img"
            aria-label={toBot ? texts.toBot : texts.fromBot}
          >
            {toBot ? '→' : '←'}
          </span>
          <span class="wire-name">{exchange.name}</span>
          <span class={ok ? 'wire-status' : 'wire-status bad'}>{text ?? texts.noAnswerYet}</span>
          <time class="wire-time" dateTime={new Date(exchange.at).toISOString()}>
            {formatDate(exchange.at, time, { locale: user.locale, tz: user.tz, now })}
          </time>
        </summary>
        {open && (
          <>
            <WireBody title={`${texts.request} (${exchange.via})`} part={exchange.request} />
            {exchange.response !== undefined && <WireBody title={texts.answer} part={exchange.response} />}
            {exchange.failure !== undefined && <p class="wire-status bad">{exchange.failure}</p>}
          </>
        )}
      </details>
    </li>
  );
}
