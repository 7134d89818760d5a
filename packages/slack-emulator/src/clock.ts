/** Runs something later; the answer cancels it. The host owns time: real timers, or a test's. */
export type After = (ms: number, run: () => void) => () => void;

/** Real timers, for people. */
export const realTimers: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** A clock that stands still until it is told to move, with timers that fire as it passes them. */
export interface ManualClock {
  readonly now: () => number;
  readonly after: After;
  /** Moves on, firing what falls due, earliest first. */
  advance(ms: number): void;
  /** In how many milliseconds each timer falls due: a test can see what it is about to set off. */
  due(): readonly number[];
}

interface Timer {
  readonly due: number;
  readonly run: () => void;
}

export function manualClock(start: number): ManualClock {
  let time = start;
  const timers = new Set<Timer>();
  const nextDue = (until: number): Timer | undefined =>
    [...timers].filter((timer) => timer.due <= until).sort((a, b) => a.due - b.due)[0];
  return {
    now: () => time,
    after: (ms, run) => {
      const timer: Timer = { due: time + ms, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const end = time + ms;
      for (let timer = nextDue(end); timer !== undefined; timer = nextDue(end)) {
        timers.delete(timer);
        time = Math.max(time, timer.due);
        timer.run();
      }
      time = end;
    },
    due: () => [...timers].map((timer) => timer.due - time).sort((a, b) => a - b),
  };
}

/** The same timers, all of which can be cancelled at once. */
export function endable(after: After): { readonly after: After; readonly end: () => void } {
  const running = new Set<() => void>();
  return {
    after: (ms, run) => {
      const stop = after(ms, () => {
        running.delete(stop);
        run();
      });
      running.add(stop);
      return () => {
        running.delete(stop);
        stop();
      };
    },
    end: () => {
      for (const stop of running) stop();
      running.clear();
    },
  };
}
