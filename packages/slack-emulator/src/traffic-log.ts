/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly id: number;
  readonly at: number;
  readonly direction: 'to-bot' | 'from-bot';
  readonly via: 'http' | 'socket' | 'web-api' | 'response_url' | 'upload';
  /** The method, or the kind of what was sent: commands, interactive, options, events. */
  readonly name: string;
  readonly request: ExchangePart;
  /** Absent while no answer has come. */
  readonly response?: ExchangePart & { readonly status: number };
  /** Why no answer came. */
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
 * Remembers the last thousand exchanges; bearer tokens are left out. When one began is told by the people's clock, how
 * long it took by the wall clock: the other may have jumped meanwhile.
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
