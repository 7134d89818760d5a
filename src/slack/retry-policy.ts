import { RespondError } from '@slack/bolt';
import { isSlackUser } from '../domain/slack-ids.js';
import { slackError } from './client.js';

/**
 * What Slack's errors mean for a message. Source: docs.slack.dev, errors of chat.postMessage, chat.update,
 * conversations.open, conversations.history and views.open.
 */
const errorClasses = {
  /** The content is refused, which is a bug of ours: it can still be said as plain text. */
  content: [
    'block_mismatch',
    'invalid_arguments',
    'invalid_attachments',
    'invalid_blocks',
    'invalid_blocks_format',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'too_many_attachments',
    'view_too_large',
  ],
  /** The message or its recipient is invalid: retrying never helps. */
  permanent: [
    'cannot_dm_bot',
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'is_inactive',
    'message_not_found',
    'metadata_too_large',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'users_not_found',
  ],
  /** This channel cannot be posted to, others can: it never was, is gone, or the bot is not allowed in it. */
  unreachable: [
    'channel_not_found',
    'is_archived',
    'not_in_channel',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
  ],
  /** An admin can repair it: a token, a scope, a setting of the workspace. The message waits until then. */
  needsAdmin: [
    'access_denied',
    'accesslimited',
    'account_inactive',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'messages_tab_disabled',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'org_login_required',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
  /** A failure on Slack's side. Slack may have taken the message. */
  transient: [
    'external_channel_migrating',
    'fatal_error',
    'internal_error',
    'message_limit_exceeded',
    'rate_limited',
    'ratelimited',
    'request_timeout',
    'service_unavailable',
    'team_added_to_org',
  ],
} as const satisfies Record<string, readonly string[]>;

type ErrorClass = keyof typeof errorClasses | 'unknown';

const errorClassOf: ReadonlyMap<string, ErrorClass> = new Map(
  (Object.keys(errorClasses) as (keyof typeof errorClasses)[]).flatMap((errorClass) =>
    errorClasses[errorClass].map((name) => [name, errorClass] as const),
  ),
);

/**
 * The class of a failed request; null if Slack did not refuse it: no response, a rate limit, or a response that is not
 * JSON (whose text the library reports like an error name). `recipient` is the id of a channel or a user: for a channel,
 * `channel_not_found` can mean that it is private and the bot was not invited; for a user it is final.
 */
export function classifyError(error: unknown, recipient = ''): ErrorClass | null {
  const slackErrorName = slackError(error);
  if (slackErrorName === null || !/^\w+$/.test(slackErrorName)) return null;
  const errorClass = errorClassOf.get(slackErrorName) ?? 'unknown';
  if (errorClass !== 'unreachable' || !isSlackUser(recipient)) return errorClass;
  return slackErrorName === 'channel_not_found' || slackErrorName === 'is_archived' ? 'permanent' : 'needsAdmin';
}

/** Whether Slack certainly did not execute the request, and will not until something changes. */
export function isDefinitive(error: unknown): boolean {
  const errorClass = classifyError(error);
  return errorClass !== null && errorClass !== 'transient' && errorClass !== 'unknown';
}

/** Whether Slack refuses what is to be shown, rather than where or by whom. A response_url names no reason: a status only. */
export function isContentRefused(error: unknown): boolean {
  return classifyError(error) === 'content' || (error instanceof RespondError && error.statusCode === 400);
}
