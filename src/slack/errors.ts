import { slackError } from './client.js';
import { isUser } from './render/translator.js';

/**
 * What Slack's refusals mean for a message, by Slack's own words: docs.slack.dev, errors of chat.postMessage,
 * chat.update, conversations.open and conversations.history.
 */
const errorClasses = {
  /** The message, or where it was to go, is at fault: trying again would never help. */
  lost: [
    'block_mismatch',
    'cannot_dm_bot',
    'cannot_reply_to_message',
    'cant_update_message',
    'edit_window_closed',
    'invalid_arguments',
    'invalid_blocks',
    'invalid_blocks_format',
    'invalid_metadata_format',
    'invalid_metadata_schema',
    'is_archived',
    'is_inactive',
    'message_not_found',
    'metadata_too_large',
    'msg_blocks_too_long',
    'msg_too_long',
    'no_text',
    'user_disabled',
    'user_not_found',
    'user_not_visible',
    'users_not_found',
  ],
  /** An admin can mend it: a token, a scope, a membership, a setting of the workspace. Until then nothing is lost. */
  mendable: [
    'access_denied',
    'accesslimited',
    'account_inactive',
    'channel_not_found',
    'ekm_access_denied',
    'enterprise_is_restricted',
    'invalid_auth',
    'messages_tab_disabled',
    'missing_scope',
    'no_permission',
    'not_allowed_token_type',
    'not_authed',
    'not_in_channel',
    'org_login_required',
    'restricted_action',
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
    'team_access_not_granted',
    'token_expired',
    'token_revoked',
    'two_factor_setup_required',
  ],
  /** Slack's own trouble. Whether it took the message is not sure. */
  passing: [
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

const fateNamed: ReadonlyMap<string, ErrorClass> = new Map(
  (Object.keys(errorClasses) as (keyof typeof errorClasses)[]).flatMap((fate) =>
    errorClasses[fate].map((name) => [name, fate] as const),
  ),
);

/**
 * What becomes of a message that Slack refused; null: it did not refuse, it did not answer, or asked us to wait. What is
 * no JSON reaches us as a refusal, too, by its text: then Slack has said nothing. `to`: a channel's id or a person's. Slack
 * says that there is no channel where it is private and the bot was not invited; a person's there is or is not.
 */
export function classifyError(error: unknown, to = ''): ErrorClass | null {
  const refusal = slackError(error);
  if (refusal === null || !/^\w+$/.test(refusal)) return null;
  if (refusal === 'channel_not_found' && isUser(to)) return 'lost';
  return fateNamed.get(refusal) ?? 'unknown';
}

/** Whether Slack surely did not do what it was asked to, and will not while things are as they are. */
export function isDefinitive(error: unknown): boolean {
  const fate = classifyError(error);
  return fate === 'lost' || fate === 'mendable';
}
