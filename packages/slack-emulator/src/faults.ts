/** An injected failure of one Web API method or one kind of delivery. */
export interface Fault {
  /** A Web API method, `response_url`, `upload`, or a kind of delivery: commands, interactive, options, events. */
  readonly on: string;
  /** The error code of the response, such as internal_error. */
  readonly error?: string | undefined;
  readonly status?: number | undefined;
  /** Value of the Retry-After header, in seconds. Implies status 429 unless `status` is set. */
  readonly retryAfter?: number | undefined;
  readonly delayMs?: number | undefined;
  /** Responds with HTML instead of JSON. */
  readonly malformed?: boolean | undefined;
  /** Resets the connection. */
  readonly reset?: boolean | undefined;
  /** Never responds; the connection stays open until the client closes it. */
  readonly hang?: boolean | undefined;
  /**
   * `before` (default): the request is not processed. `after`: it is processed, only its response is replaced.
   * For deliveries to the bot, only `reset` and `hang` prevent delivery; `status` always replaces the bot's response.
   */
  readonly when?: 'before' | 'after' | undefined;
  /** How many times it applies. Default: once. */
  readonly times?: number | undefined;
}

export interface Faults {
  add(fault: Fault): void;
  /** The next fault for this name, with one use consumed; undefined if there is none. */
  take(name: string): Fault | undefined;
  pending(): readonly Fault[];
  clear(): void;
}

export function createFaults(): Faults {
  let faults: readonly Fault[] = [];
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    take: (name) => {
      const found = faults.find((fault) => fault.on === name);
      if (found === undefined) return undefined;
      const left = (found.times ?? 1) - 1;
      faults = faults.flatMap((fault) => {
        if (fault !== found) return [fault];
        return left > 0 ? [{ ...found, times: left }] : [];
      });
      return found;
    },
    pending: () => faults,
    clear: () => {
      faults = [];
    },
  };
}
