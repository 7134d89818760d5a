import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/log.js';
import { retryWithBackoff } from './backoff.js';
import { requestTimeoutMs } from './client.js';
import { OrgInstallError } from './identity.js';
import { classifyError } from './retry-policy.js';

interface ConnectOptions {
  readonly log: Logger;
  /** Aborted when the bot stops: no more attempts. */
  readonly stopping: AbortSignal;
}

/** Whether Slack refuses the token, or it is of an installation that this bot does not support. */
export function isRefused(error: unknown): boolean {
  const errorClass = classifyError(error);
  return error instanceof OrgInstallError || (errorClass !== null && errorClass !== 'transient');
}

/**
 * Connects to Slack, retrying in the background while Slack is unreachable. Resolves within `requestTimeoutMs` to a
 * function that tells whether it is connected. Rejects when Slack refuses the first attempt; a later refusal is logged.
 */
export async function connectToSlack(
  connect: () => Promise<void>,
  { log, stopping }: ConnectOptions,
): Promise<() => boolean> {
  let connected = false;
  const attempt = async () => {
    try {
      await connect();
      connected = true;
    } catch (error) {
      if (isRefused(error)) throw error;
      log.error({ err: error }, 'Slack is out of reach; people cannot be served until it is back');
    }
    return connected;
  };
  const keepTrying = async () => {
    if (await retryWithBackoff(attempt, stopping)) log.info('connected to Slack');
  };
  const first = attempt();
  await Promise.race([first, pause(requestTimeoutMs, null, { ref: false })]);
  if (!connected)
    first.then(keepTrying).catch((error: unknown) => log.fatal({ err: error }, 'Slack does not accept the token'));
  return () => connected;
}
