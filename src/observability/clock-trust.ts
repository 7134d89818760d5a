import type { Logger } from './log.js';

/** Whether the clock of this process may decide what is final, such as that an app is purged or a month closed. */
export interface ClockTrust {
  /** The time; null while the clock may be wrong. */
  now(): Date | null;
  /** What somebody else's clock showed at this moment. What Slack says counts more than what the database says. */
  heard(from: ClockSource, at: Date): void;
  /** Why the clock is not trusted; null: it is. */
  problem(): string | null;
}

export type ClockSource = 'slack' | 'database';

interface ClockTrustDeps {
  now(): Date;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** The clock, trusted until now, has jumped. */
  onJump(): void;
  /** Milliseconds that the wall clock cannot change. */
  elapsedMs?(): number;
}

/** How far two clocks that are right may differ. Slack tells the time to the second, and its answer may take a while. */
const toleranceMs = 60_000;

interface Opinion {
  readonly from: ClockSource;
  readonly at: number;
  readonly heardMs: number;
}

/**
 * The clock is trusted while it agrees with what another clock has shown, carried on by the time that has passed since,
 * as the monotonic clock of the process counts it. So a jump shows at once, and a new process, or one that was suspended,
 * trusts its clock only when somebody else has confirmed it. Being switched off is no jump.
 */
export function createClockTrust(deps: ClockTrustDeps): ClockTrust {
  const { now, log, onJump, elapsedMs = () => performance.now() } = deps;
  let opinion: Opinion | undefined;
  /** Null: not known yet. */
  let wasRight: boolean | null = null;

  /** How far the clock is ahead of the other one; undefined: nobody has said what time it is. */
  const aheadMs = (at: Date) => opinion && at.getTime() - (opinion.at + elapsedMs() - opinion.heardMs);
  const check = (at: Date): boolean => {
    const ahead = aheadMs(at);
    if (ahead === undefined) return false;
    const isRight = Math.abs(ahead) <= toleranceMs;
    if (isRight === wasRight) return isRight;
    const details = { aheadSeconds: Math.round(ahead / 1000), comparedWith: opinion?.from };
    if (!isRight) log.error(details, 'the clock is wrong: nothing is purged, closed or expired until it is right');
    else if (wasRight === false) log.warn(details, 'the clock is right again');
    if (!isRight && wasRight) onJump();
    wasRight = isRight;
    return isRight;
  };
  return {
    now() {
      const at = now();
      return check(at) ? at : null;
    },
    heard(from, at) {
      if (from === 'database' && opinion?.from === 'slack') return;
      opinion = { from, at: at.getTime(), heardMs: elapsedMs() };
    },
    problem() {
      const at = now();
      if (check(at)) return null;
      const seconds = Math.round((aheadMs(at) ?? 0) / 1000);
      return opinion
        ? `clock: ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} that of ${opinion.from}`
        : 'clock: neither Slack nor the database server has confirmed it yet';
    },
  };
}
