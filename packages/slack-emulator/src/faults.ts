/** Something that goes wrong on purpose, for a named method or kind of delivery. */
export interface Fault {
  /** A Web API method, `response_url`, `upload`, or what is sent: commands, interactive, options, events. */
  readonly on: string;
  /** Slack's error code in the answer, such as internal_error. */
  readonly error?: string | undefined;
  readonly status?: number | undefined;
  /** Seconds; with it the status is 429 unless another is given. */
  readonly retryAfter?: number | undefined;
  readonly delayMs?: number | undefined;
  /** The answer is not JSON. */
  readonly malformed?: boolean | undefined;
  /** The connection breaks. */
  readonly reset?: boolean | undefined;
  /** Nothing is ever answered; the connection stays open until somebody gives up. */
  readonly hang?: boolean | undefined;
  /**
   * Instead of the work (`before`, when left out), or once it is done, so that only its answer is lost (`after`). What is
   * sent to the bot is kept from it only by `reset` and `hang`; a `status` always comes in place of its answer.
   */
  readonly when?: 'before' | 'after' | undefined;
  /** How often it happens; once when left out. */
  readonly times?: number | undefined;
}

export interface Faults {
  add(fault: Fault): void;
  /** The fault that strikes now, used up once. */
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
