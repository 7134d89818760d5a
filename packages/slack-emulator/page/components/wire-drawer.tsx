import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Exchange } from '../../src/traffic-log.js';
import { get } from '../hooks/send-command.js';
import { useFresh } from '../hooks/use-polled.js';
import { useDesk } from '../page-context.js';
import { filtered, merged, readFrom, type WireFilter } from '../state/wire.js';
import { WireEntry } from './wire-entry.js';

interface Props {
  readonly count: number;
  readonly onClose: () => void;
}

/** Every request and answer between the workspace and the bot, as it happened. */
export function WireDrawer({ count, onClose }: Props): JSX.Element {
  const { words } = useDesk();
  const known = useRef<readonly Exchange[]>([]);
  const [filter, setFilter] = useState<WireFilter>({ words: '', direction: 'both' });
  const read = async (): Promise<readonly Exchange[]> => {
    const since = readFrom(known.current);
    const { exchanges } = await get<{ exchanges: readonly Exchange[] }>(`/_sandbox/wire?since=${since}`);
    known.current = merged(known.current, exchanges);
    return known.current;
  };
  const exchanges = useFresh(read, 'wire', count) ?? [];
  const shown = filtered(exchanges, filter);
  const directions = { both: words.everything, 'to-bot': words.toBot, 'from-bot': words.fromBot } as const;
  return (
    <aside class="wire" aria-label={words.wire} data-region tabIndex={-1}>
      <header class="wire-head">
        <h2>{words.wire}</h2>
        <button type="button" class="icon-button" aria-label={words.close} onClick={onClose}>
          ×
        </button>
      </header>
      <div class="wire-filter">
        <input
          type="search"
          class="text-input small"
          aria-label={words.wireFilter}
          placeholder={words.wireFilter}
          value={filter.words}
          onInput={(event) => setFilter({ ...filter, words: event.currentTarget.value })}
        />
        <fieldset class="wire-directions" aria-label={words.wire}>
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
        {shown.map((exchange) => (
          <WireEntry key={exchange.id} exchange={exchange} />
        ))}
      </ul>
      {shown.length === 0 && <p class="empty">{exchanges.length === 0 ? words.nothingOnWire : words.noMatches}</p>}
    </aside>
  );
}
