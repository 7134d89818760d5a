import type { ServiceContext } from '../changes/context.js';
import type { ClockTrust } from '../observability/clock-trust.js';
import type { Logger } from '../observability/log.js';
import { rescheduleFromFuture } from './reschedule-from-future.js';

interface ClockWatchDeps {
  readonly ctx: ServiceContext;
  readonly trust: ClockTrust;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Asks Slack for anything, so that it says what time it is. */
  askSlack(): Promise<void>;
  /** The timers of a worker that were set by a wrong clock are wrong. */
  restartWorker(): void;
}

interface ClockWatch {
  /** Asks Slack and the database server what time it is. Resolves when both have answered or cannot. */
  ask(): Promise<void>;
  /** Looks at the clock once. */
  look(): Promise<void>;
  stop(): void;
}

const intervalMs = 10_000;
/** Another process, with a wrong clock, may schedule for a wrong future at any time. */
const looksPerReschedule = 6;

/**
 * Looks at the clock every ten seconds, and asks while it is not trusted. When it is, what a wrong clock has scheduled
 * for a future that was none is due now.
 */
export function watchClock({ ctx, trust, log, askSlack, restartWorker }: ClockWatchDeps): ClockWatch {
  let looks = 0;
  let wasWrong = false;
  let looking: Promise<void> | undefined;
  const ask = async () => {
    const askDatabase = async () => {
      const at = await ctx.database.serverTime();
      if (at) trust.heard('database', at);
    };
    await Promise.allSettled([askSlack(), askDatabase()]);
  };
  /** Returns whether the timers of the worker may be wrong. */
  const repair = async (at: Date) => {
    const moved = await rescheduleFromFuture(ctx, at);
    if (Object.keys(moved).length > 0) log.warn(moved, 'what was due in a future that was wrong is due now');
    return moved['schedules'] !== undefined;
  };
  const look = async () => {
    if (trust.now() === null) await ask();
    const at = trust.now();
    if (at === null) {
      wasWrong = true;
      return;
    }
    // Or nobody had confirmed it, and it may have been wrong.
    const isRightAgain = wasWrong;
    wasWrong = false;
    const isDue = looks++ % looksPerReschedule === 0;
    const isSkewed = isRightAgain || isDue ? await repair(at) : false;
    if (isRightAgain || isSkewed) restartWorker();
  };
  const lookOnce = () => {
    looking ??= look()
      .catch((error: unknown) =>
        log.error({ err: error }, 'what a wrong clock has scheduled could not be repaired yet'),
      )
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
  const timer = setInterval(() => void lookOnce(), intervalMs).unref();
  void lookOnce();
  return { ask, look: lookOnce, stop: () => clearInterval(timer) };
}
