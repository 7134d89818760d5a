import { requestTimeoutMs } from '../client.js';

/** How fast, in milliseconds. */
export interface DeliveryTiming {
  /** Between two messages in a channel: Slack takes one a second. */
  readonly intervalMs: number;
  /** How long after an attempt without an answer it is sure whether Slack has taken what it was asked to. */
  readonly settleMs: number;
  /** The first wait after a failure; it doubles, to five minutes at most. */
  readonly retryMs: number;
}

/** So late at most may Slack be asked after the attempt was noted, in milliseconds: then it is settled in time. */
const latest = 4_000;

export const defaultTiming: DeliveryTiming = {
  intervalMs: 1_000,
  settleMs: requestTimeoutMs + latest + 1_000,
  retryMs: 2_000,
};

/** Whether it is too late to ask Slack in an attempt that was noted at `at`. */
export function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > latest;
}

/** For how many milliseconds more an attempt may still arrive; 0: there was none, or it is sure what became of it. */
export function unsettled({ settleMs }: Pick<DeliveryTiming, 'settleMs'>, triedAt: Date | null, now: Date): number {
  return triedAt ? Math.max(0, triedAt.getTime() + settleMs - now.getTime()) : 0;
}
