import type { Change } from '../../changes/change.js';
import { isSlackUser } from '../../domain/slack-ids.js';
import type { RefusedChannel } from '../../notices/create/change-messages.js';
import { noticeTraits } from '../../notices/kinds.js';
import type { Outbox } from '../../notices/outbox.js';
import type { PendingMessage } from '../../notices/pending-message.js';
import type { Metrics } from '../../observability/metrics.js';
import { retryAfterMs, slackError } from '../client.js';
import type { SlackContext } from '../context.js';
import { classifyError } from '../retry-policy.js';
import type { SlackStatus } from '../status.js';
import type { DeliveryTiming } from './timing.js';

export interface FailureDeps {
  readonly context: SlackContext;
  readonly outbox: Outbox;
  readonly timing: DeliveryTiming;
  readonly metrics: Metrics;
  readonly status: Pick<SlackStatus, 'channel'>;
  /** Where messages go whose channel cannot be posted to. Throws when retrying can help. */
  fallbackRecipients(channel: string): Promise<readonly string[]>;
  /** Asks the approvers of a change directly, and tells its author. Returns how many were asked. */
  redirectRequest(change: Change, refused: RefusedChannel): Promise<number>;
  /** The real time, as in Slack; in the demo, the bot's own clock can be moved. */
  now(): Date;
}

/** A delivery that has failed. `attempts`: how often in a row. */
interface FailedDelivery {
  readonly channel: string;
  readonly message: PendingMessage;
  readonly attempts: number;
  readonly error: unknown;
}

const maxWaitMs = 300_000;
/** The wait before a retry when an admin has to repair something. */
const adminRetryMs = 600_000;
/** How long a message waits for a channel that cannot be posted to. */
const unreachableMs = 24 * 3_600_000;
/** For a message that Slack refuses with an unknown error: about half an hour. */
export const maxAttempts = 12;

/** Retries later, sends the message elsewhere, or drops it. Returns after how many ms to call again. */
export async function afterFailure(deps: FailureDeps, failed: FailedDelivery): Promise<number> {
  const { context, outbox, timing, metrics } = deps;
  const { channel, message, attempts, error } = failed;
  const errorClass = classifyError(error, channel);
  if (errorClass === 'unreachable') return afterUnreachable(deps, failed);
  const isFinal = errorClass === 'permanent' || errorClass === 'content';
  if (isFinal || (errorClass === 'unknown' && attempts >= maxAttempts)) {
    context.log.error(detailsOf(failed), 'Slack refuses a message for good');
    metrics.message('dropped');
    await outbox.markFailed(message, slackError(error) ?? 'refused');
    return 0;
  }
  if (errorClass === 'needsAdmin') {
    if (!isSlackUser(channel)) deps.status.channel(channel, slackError(error));
    context.log.error(detailsOf(failed), 'a message waits until an admin repairs what Slack refuses');
    return adminRetryMs;
  }
  // The last attempt is made as plain text.
  if (errorClass === 'unknown' && attempts === maxAttempts - 1) metrics.contentRefused('message');
  context.log.warn(detailsOf(failed), 'a message waits: Slack did not take it');
  return retryAfterMs(error) ?? Math.min(timing.retryMs * 2 ** (attempts - 1), maxWaitMs);
}

function detailsOf({ channel, message: { id, kind }, attempts, error }: FailedDelivery) {
  return { err: error, slack: slackError(error), channel, message: id, kind, tries: attempts };
}

/**
 * The channel cannot be posted to. A request goes to its approvers at once; any other message waits a day, in which an
 * admin can repair it, then goes to the notices channel or the admins. An update has no other place and is given up.
 */
async function afterUnreachable(deps: FailureDeps, failed: FailedDelivery): Promise<number> {
  const { context, outbox, metrics, status, now } = deps;
  const { channel, message } = failed;
  const failure = slackError(failed.error) ?? 'unreachable';
  if (!isSlackUser(channel)) status.channel(channel, failure);
  // One in the future was recorded by a wrong clock.
  const since = new Date(Math.min((message.unreachableSince ?? now()).getTime(), now().getTime()));
  await outbox.markUnreachable(channel, since);
  const change = await undecidedChange(deps, message);
  const asked = change ? await deps.redirectRequest(change, { channel, error: failure }) : 0;
  if (change === null || asked > 0) {
    await outbox.markFailed(message, failure);
    if (asked > 0) metrics.message('redirected');
    context.log.error({ ...detailsOf(failed), asked }, 'a request cannot be posted to its channel');
    return 0;
  }
  if (now().getTime() - since.getTime() < unreachableMs) {
    context.log.error(detailsOf(failed), 'a message waits for a day at most: its channel cannot be posted to');
    return adminRetryMs;
  }
  const [first, ...others] = message.ref ? [] : await deps.fallbackRecipients(channel);
  if (first === undefined) {
    await outbox.markFailed(message, failure);
    metrics.message('dropped');
    context.log.error(detailsOf(failed), 'a message is written off: its channel cannot be posted to');
    return 0;
  }
  await outbox.redirect(message, [first, ...others]);
  metrics.message('redirected');
  context.log.error(
    { ...detailsOf(failed), recipients: [first, ...others] },
    'a message goes elsewhere: its channel cannot be posted to',
  );
  return 0;
}

/**
 * The change whose approvers the message asks for a decision; null if it is decided, so that nobody has to be asked.
 * Undefined for any other message.
 */
async function undecidedChange({ context }: FailureDeps, message: PendingMessage): Promise<Change | null | undefined> {
  const traits = noticeTraits(message.kind);
  const [notice] = message.notices;
  if (message.ref || !notice || traits?.about !== 'change' || !traits.asksApprovers) return undefined;
  const change = await context.changes.get(String(notice.payload['change']));
  return change?.state === 'pending' ? change : null;
}
