import { isSlackUser, withoutTeam } from '../domain/slack-ids.js';
import type { Logger } from '../observability/log.js';
import { type SlackClient, slackError } from './client.js';
import { classifyError } from './retry-policy.js';
import type { RoleHolders } from './roles.js';

interface ApprovalDeps {
  readonly client: SlackClient;
  readonly settings: Pick<RoleHolders, 'approvers' | 'admins'> & { readonly approvalsChannel?: string };
  readonly log: Logger;
}

/**
 * Who gets a request for approval: the approvals channel or, without one, everyone who may approve except its author.
 * Throws when retrying can help.
 */
export async function approvalRecipients(
  { client, settings, log }: ApprovalDeps,
  author: string,
): Promise<readonly string[]> {
  if (settings.approvalsChannel !== undefined) return [settings.approvalsChannel];
  const ids = [...settings.approvers, ...settings.admins].map(withoutTeam);
  const groups = ids.filter((id) => !isSlackUser(id));
  const members = await Promise.all(groups.map((group) => membersToAsk({ client, log }, group)));
  return [...new Set([...ids.filter(isSlackUser), ...members.flat()])].filter((id) => id !== author);
}

/** Empty for a group that Slack does not know, for example because it was removed: the others are asked all the same. */
async function membersToAsk(
  { client, log }: Pick<ApprovalDeps, 'client' | 'log'>,
  group: string,
): Promise<readonly string[]> {
  try {
    return await client.membersOf(group);
  } catch (error) {
    const errorClass = classifyError(error);
    if (errorClass === null || errorClass === 'transient') throw error;
    log.error(
      { err: error, group, slack: slackError(error) },
      'user group unknown: its members are not asked to approve',
    );
    return [];
  }
}
