/** An HTTP request or socket message, with its response. */
export interface Exchange {
  readonly id: number;
  readonly at: number;
  readonly direction: 'to-bot' | 'from-bot';
  readonly via: 'http' | 'socket' | 'web-api' | 'response_url' | 'upload';
  /** The Web API method, or the kind of delivery: commands, interactive, options, events. */
  readonly name: string;
  readonly request: ExchangePart;
  /** Undefined until there is a response. */
  readonly response?: ExchangePart & { readonly status: number };
  /** Why there is no response. */
  readonly failure?: string;
  readonly answeredAt?: number;
}

export interface ExchangePart {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TrafficLog {
  entries(): readonly Exchange[];
  started(entry: Omit<Exchange, 'id' | 'at' | 'response' | 'failure' | 'answeredAt'>): number;
  finished(id: number, end: Pick<Exchange, 'response' | 'failure'>): void;
  clear(): void;
}

interface TrafficLogDeps {
  readonly now: () => number;
  readonly wallClock: () => number;
  readonly changed: () => void;
}

const maxExchanges = 1000;

/**
 * Keeps the last `maxExchanges` exchanges, without bearer tokens. Start times are by `now`, durations by the wall
 * clock, because `now` may jump.
 */
export function createTrafficLog({ now, wallClock, changed }: TrafficLogDeps): TrafficLog {
  let exchanges: readonly Exchange[] = [];
  let lastId = 0;
  const startedAt = new Map<number, number>();
  return {
    entries: () => exchanges,
    started: (entry) => {
      lastId += 1;
      startedAt.set(lastId, wallClock());
      const masked = {
        ...entry,
        id: lastId,
        at: now(),
        request: { ...entry.request, headers: maskAuthorization(entry.request.headers) },
      };
      exchanges = [...exchanges, masked].slice(-maxExchanges);
      changed();
      return lastId;
    },
    finished: (id, end) => {
      const durationMs = wallClock() - (startedAt.get(id) ?? wallClock());
      startedAt.delete(id);
      exchanges = exchanges.map((entry) =>
        entry.id === id ? { ...entry, ...end, answeredAt: entry.at + durationMs } : entry,
      );
      changed();
    },
    clear: () => {
      exchanges = [];
    },
  };
}

function maskAuthorization(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { authorization, ...rest } = headers;
  return authorization === undefined ? rest : { ...rest, authorization: 'Bearer …' };
}
