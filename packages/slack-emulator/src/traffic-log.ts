/** One request and its answer, as they went over the wire. */
export interface Exchange {
  readonly id: number;
  readonly at: number;
  readonly direction: 'to-bot' | 'from-bot';
  readonly via: 'http' | 'socket' | 'web-api' | 'response_url' | 'upload';
  /** The method, or the kind of what was sent: commands, interactive, options, events. */
  readonly name: string;
  readonly request: WirePart;
  /** Absent while no answer has come. */
  readonly response?: WirePart & { readonly status: number };
  /** Why no answer came. */
  readonly failure?: string;
  readonly answeredAt?: number;
}

export interface WirePart {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface WireLog {
  entries(): readonly Exchange[];
  started(entry: Omit<Exchange, 'id' | 'at' | 'response' | 'failure' | 'answeredAt'>): number;
  finished(id: number, end: Pick<Exchange, 'response' | 'failure'>): void;
  clear(): void;
}

interface Setup {
  readonly now: () => number;
  readonly wallClock: () => number;
  readonly changed: () => void;
}

const kept = 1000;

/**
 * Remembers the last thousand exchanges; bearer tokens are left out. When one began is told by the people's clock, how
 * long it took by the wall clock: the other may have jumped meanwhile.
 */
export function keepWireLog({ now, wallClock, changed }: Setup): WireLog {
  let list: readonly Exchange[] = [];
  let count = 0;
  const began = new Map<number, number>();
  return {
    entries: () => list,
    started: (entry) => {
      count += 1;
      began.set(count, wallClock());
      const masked = {
        ...entry,
        id: count,
        at: now(),
        request: { ...entry.request, headers: mask(entry.request.headers) },
      };
      list = [...list, masked].slice(-kept);
      changed();
      return count;
    },
    finished: (id, end) => {
      const took = wallClock() - (began.get(id) ?? wallClock());
      began.delete(id);
      list = list.map((entry) => (entry.id === id ? { ...entry, ...end, answeredAt: entry.at + took } : entry));
      changed();
    },
    clear: () => {
      list = [];
    },
  };
}

function mask(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { authorization, ...rest } = headers;
  return authorization === undefined ? rest : { ...rest, authorization: 'Bearer …' };
}
