import { requestTimeoutMs } from '../client.js';

export interface DeliveryTiming {
  /** Between two messages in a channel: Slack allows one per second. */
  readonly intervalMs: number;
  /** How long after an attempt without an answer the message can still appear in Slack. */
  readonly settleMs: number;
  /** The first wait after a failure; it doubles up to five minutes. */
  readonly retryMs: number;
}

/** Slack is not called when this much time has passed since the attempt was recorded: other processes rely on `settleMs`. */
const maxStartDelayMs = 4_000;

export const defaultTiming: DeliveryTiming = {
  intervalMs: 1_000,
  settleMs: requestTimeoutMs + maxStartDelayMs + 1_000,
  retryMs: 2_000,
};

/** Whether it is too late to call Slack for an attempt that was recorded at `at`. */
export function isLate(at: Date, now: Date): boolean {
  return now.getTime() - at.getTime() > maxStartDelayMs;
}

/**
 * How many ms longer the message of an attempt can still appear; 0 if there was no attempt or its outcome is certain. An
 * attempt in the future was recorded by a wrong clock.
 */
export function unsettledMs(
  { settleMs }: Pick<DeliveryTiming, 'settleMs'>,
  attemptedAt: Date | null,
  now: Date,
): number {
  const waitMs = attemptedAt ? attemptedAt.getTime() + settleMs - now.getTime() : 0;
  return Math.min(settleMs, Math.max(0, waitMs));
}
