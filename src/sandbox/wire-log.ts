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
  started(entry: Omit<Exchange, 'id' | 'response' | 'failure' | 'answeredAt'>): number;
  finished(id: number, end: Pick<Exchange, 'response' | 'failure' | 'answeredAt'>): void;
  clear(): void;
}

const kept = 1000;

/** Remembers the last thousand exchanges; bearer tokens are left out. */
export function keepWireLog(changed: () => void): WireLog {
  let list: readonly Exchange[] = [];
  let count = 0;
  return {
    entries: () => list,
    started: (entry) => {
      count += 1;
      const masked = { ...entry, id: count, request: { ...entry.request, headers: mask(entry.request.headers) } };
      list = [...list, masked].slice(-kept);
      changed();
      return count;
    },
    finished: (id, end) => {
      list = list.map((entry) => (entry.id === id ? { ...entry, ...end } : entry));
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
