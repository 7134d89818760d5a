import type { Logger } from '../observability/log.js';
import { retryWithBackoff } from './backoff.js';
import type { SlackClient } from './client.js';
import { isRefused } from './connect.js';

interface UninstallationDeps {
  readonly client: SlackClient;
  readonly log: Logger;
  /** Aborted when the bot stops. */
  readonly stopping: AbortSignal;
}

interface Uninstallation {
  /** Whether Slack refuses the token since an event said that the app is gone. */
  isConfirmed(): boolean;
  /**
   * An event says that the app is gone. It alone takes nobody out of service: it may be old, or about something else. The
   * token is tried until Slack answers. Never rejects.
   */
  confirm(event: string): Promise<void>;
}

/** Whether the app was removed from the workspace, or its token revoked, while the bot runs. */
export function createUninstallation({ client, log, stopping }: UninstallationDeps): Uninstallation {
  let confirmed = false;
  const confirm = async (event: string): Promise<void> => {
    const attempt = async (): Promise<boolean> => {
      try {
        await client.authenticate();
        log.warn({ event }, 'Slack reports that the app is gone, but still accepts its token');
      } catch (error) {
        if (!isRefused(error)) return false;
        log.fatal({ event, err: error }, 'the Slack app was removed from the workspace, or its token revoked');
        confirmed = true;
      }
      return true;
    };
    if (!(await attempt())) await retryWithBackoff(attempt, stopping);
  };
  return { isConfirmed: () => confirmed, confirm };
}
