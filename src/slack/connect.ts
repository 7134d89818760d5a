import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/log.js';
import { requestTimeoutMs, slackError } from './client.js';
import { retryWithBackoff } from './retry.js';

interface ConnectOptions {
  readonly log: Logger;
  /** Aborted, nothing is tried any more. */
  readonly stopping: AbortSignal;
}

/** Slack's own words for a trouble of its own. Whatever else it refuses with, it would say again. */
const passing = new Set(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'ratelimited']);

/**
 * Reaches Slack; while it is out of reach, tries again and again. Answers, and soon, whether it was reached by now.
 * Rejects when Slack refuses at once; when it does so later, that is logged, and it counts as not reached.
 */
export async function connectToSlack(
  reach: () => Promise<void>,
  { log, stopping }: ConnectOptions,
): Promise<() => boolean> {
  let reached = false;
  const attempt = async () => {
    try {
      await reach();
      reached = true;
    } catch (error) {
      const said = slackError(error);
      if (said !== null && !passing.has(said)) throw error;
      log.error({ err: error }, 'Slack is out of reach; people cannot be served until it is back');
    }
    return reached;
  };
  const goOn = async () => {
    if (await retryWithBackoff(attempt, stopping)) log.info('Slack is reached');
  };
  const first = attempt();
  await Promise.race([first, pause(requestTimeoutMs, null, { ref: false })]);
  if (!reached)
    first.then(goOn).catch((error: unknown) => log.fatal({ err: error }, 'Slack does not accept the token'));
  return () => reached;
}
