/** Runs a callback after `ms` milliseconds; returns a function that cancels it. */
export type Schedule = (ms: number, run: () => void) => () => void;

/** Real timers; the default. */
export const realTimers: Schedule = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** A clock for tests: time advances only by `advance`, which also fires the timers that fall due. */
export interface ManualClock {
  readonly now: () => number;
  readonly schedule: Schedule;
  /** Advances by `ms` milliseconds, firing due timers in order. */
  advance(ms: number): void;
  /** Milliseconds until each pending timer, ascending. */
  dueInMs(): readonly number[];
}

interface Timer {
  readonly dueAt: number;
  readonly run: () => void;
}

export function createManualClock(startAt: number): ManualClock {
  let current = startAt;
  const timers = new Set<Timer>();
  const nextDueTimer = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.dueAt <= until).sort((a, b) => a.dueAt - b.dueAt)[0];
  return {
    now: () => current,
    schedule: (ms, run) => {
      const timer: Timer = { dueAt: current + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const end = current + ms;
      for (let timer = nextDueTimer(end); timer !== undefined; timer = nextDueTimer(end)) {
        timers.delete(timer);
        current = Math.max(current, timer.dueAt);
        timer.run();
      }
      current = end;
    },
    dueInMs: () => [...timers].map((timer) => timer.dueAt - current).sort((a, b) => a - b),
  };
}

/** Wraps a schedule so that all of its pending timers can be cancelled at once. */
export function cancellable(schedule: Schedule): { readonly schedule: Schedule; readonly cancelAll: () => void } {
  const running = new Set<() => void>();
  return {
    schedule: (ms, run) => {
      const cancel = schedule(ms, () => {
        running.delete(cancel);
        run();
      });
      running.add(cancel);
      return () => {
        running.delete(cancel);
        cancel();
      };
    },
    cancelAll: () => {
      for (const cancel of running) cancel();
      running.clear();
    },
  };
}
