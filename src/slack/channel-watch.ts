import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from '../observability/log.js';
import { type SlackClient, slackError } from './client.js';
import type { SlackStatus } from './status.js';

interface ChannelWatch {
  readonly client: Pick<SlackClient, 'checkMembership'>;
  readonly settings: { readonly approvalsChannel?: string; readonly noticesChannel?: string };
  readonly status: Pick<SlackStatus, 'channel'>;
  readonly log: Pick<Logger, 'warn'>;
  readonly stopping: AbortSignal;
}

const intervalMs = 600_000;

/** Looks, now and every ten minutes, whether the bot is in the configured channels, in the background. */
export function watchChannels({ client, settings, status, log, stopping }: ChannelWatch): void {
  const channels = [...new Set([settings.approvalsChannel, settings.noticesChannel])].filter((id) => id !== undefined);
  const check = async (channel: string) => {
    const error = await client.checkMembership(channel).then(
      () => null,
      (reason: unknown) => reason ?? 'no reason',
    );
    if (error === null) return status.channel(channel, null);
    // Without the scope to look, it is not known. What is wrong with the token is known from elsewhere.
    if (!absenceErrors.has(slackError(error) ?? '')) return;
    status.channel(channel, slackError(error));
    log.warn({ channel, slack: slackError(error) }, 'the bot is not in a channel');
  };
  const watch = async () => {
    while (!stopping.aborted) {
      for (const channel of channels) await check(channel);
      await pause(intervalMs, null, { signal: stopping, ref: false }).catch(() => null);
    }
  };
  if (channels.length > 0) void watch();
}

/** Slack's errors for a channel that the bot is not in, or that there is not. */
const absenceErrors = new Set(['not_in_channel', 'channel_not_found', 'is_archived']);
