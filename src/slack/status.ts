import type { SlackAnswer } from './observed-fetch.js';

/** What is wrong between the bot and Slack, as far as it shows. */
export interface SlackStatus {
  /** Of a call of the Web API. */
  answered(answer: SlackAnswer): void;
  /** A request to `/slack/events` was, or was not, signed with the signing secret. */
  verified(isSigned: boolean): void;
  /** Slack's error for a channel that cannot be posted to; null: it can. */
  channel(id: string, error: string | null): void;
  isTokenAccepted(): boolean;
  isChannelRefused(channel: 'approvals' | 'notices'): boolean;
  /** One sentence each. `isConnected`: with Socket Mode, whether the socket is open. */
  warnings(isConnected: boolean): readonly string[];
}

/** Slack's errors for a token. They hold for every call. */
const tokenErrors = new Set(['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked']);

/** So many refused signatures in a row, without a valid one, are no stranger who tries. */
const minRefused = 3;

interface Channels {
  readonly approvalsChannel?: string;
  readonly noticesChannel?: string;
}

export function createSlackStatus({ approvalsChannel, noticesChannel }: Channels): SlackStatus {
  let tokenError: string | null = null;
  let refusedInARow = 0;
  const channelErrors = new Map<string, string>();
  return {
    answered({ error }) {
      if (error === null || tokenErrors.has(error)) tokenError = error;
    },
    verified(isSigned) {
      refusedInARow = isSigned ? 0 : refusedInARow + 1;
    },
    channel(id, error) {
      if (error === null) channelErrors.delete(id);
      else channelErrors.set(id, error);
    },
    isTokenAccepted: () => tokenError === null,
    isChannelRefused: (channel) =>
      channelErrors.has((channel === 'approvals' ? approvalsChannel : noticesChannel) ?? ''),
    warnings: (isConnected) => [
      ...(isConnected ? [] : ['slack: the socket is closed']),
      ...(tokenError === null ? [] : [`slack token: ${tokenError}`]),
      ...(refusedInARow < minRefused ? [] : [`slack signature: the last ${refusedInARow} requests were refused`]),
      ...[...channelErrors].map(([id, error]) => `slack channel ${id}: ${error}`),
    ],
  };
}
