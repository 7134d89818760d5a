import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Exchange } from '../../src/traffic-log.js';
import { fetchJson } from '../hooks/send-command.js';
import { usePolled } from '../hooks/use-polled.js';
import { usePage } from '../page-context.js';
import { filterExchanges, mergeExchanges, nextSince, type WireFilter } from '../state/wire.js';
import { WireEntry } from './wire-entry.js';

interface Props {
  readonly count: number;
  readonly onClose: () => void;
}

/** The wire inspector: requests and responses between workspace and bot. */
export function WireDrawer({ count, onClose }: Props): JSX.Element {
  const { texts } = usePage();
  const knownExchanges = useRef<readonly Exchange[]>([]);
  const [filter, setFilter] = useState<WireFilter>({ query: '', direction: 'both' });
  const read = async (): Promise<readonly Exchange[]> => {
    const since = nextSince(knownExchanges.current);
    const { exchanges } = await fetchJson<{ exchanges: readonly Exchange[] }>(`/_sandbox/wire?since=${since}`);
    knownExchanges.current = mergeExchanges(knownExchanges.current, exchanges);
    return knownExchanges.current;
  };
  const exchanges = usePolled(read, 'wire', count) ?? [];
  const visible = filterExchanges(exchanges, filter);
  const directions = { both: texts.everything, 'to-bot': texts.toBot, 'from-bot': texts.fromBot } as const;
  return (
    <aside class="wire" aria-label={texts.wire} data-region tabIndex={-1}>
      <header class="wire-head">
        <h2>{texts.wire}</h2>
        <button type="button" class="icon-button" aria-label={texts.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div class="wire-filter">
        <input
          type="search"
          class="text-input small"
          aria-label={texts.wireFilter}
          placeholder={texts.wireFilter}
          value={filter.query}
          onInput={(event) => setFilter({ ...filter, query: event.currentTarget.value })}
        />
        <fieldset class="wire-directions" aria-label={texts.wire}>
          {(['both', 'to-bot', 'from-bot'] as const).map((direction) => (
            <button
              key={direction}
              type="button"
              class="button plain small"
              aria-pressed={filter.direction === direction}
              onClick={() => setFilter({ ...filter, direction })}
            >
              {directions[direction]}
            </button>
          ))}
        </fieldset>
      </div>
      <ul class="wire-list">
        {visible.map((exchange) => (
          <WireEntry key={exchange.id} exchange={exchange} />
        ))}
      </ul>
      {visible.length === 0 && <p class="empty">{exchanges.length === 0 ? texts.nothingOnWire : texts.noMatches}</p>}
    </aside>
  );
}
