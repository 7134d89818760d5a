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

/** Who gets a request for approval: the approvals channel or, without one, `approversOf`. */
export async function approvalRecipients(deps: ApprovalDeps, author: string): Promise<readonly string[]> {
  const { approvalsChannel } = deps.settings;
  return approvalsChannel === undefined ? approversOf(deps, author) : [approvalsChannel];
}

/** Everyone who may approve a request of this author. Throws when retrying can help. */
export async function approversOf(deps: ApprovalDeps, author: string): Promise<readonly string[]> {
  const { approvers, admins } = deps.settings;
  return (await usersAmong(deps, [...approvers, ...admins])).filter((id) => id !== author);
}

/**
 * Where messages go whose channel cannot be posted to: the notices channel or, if that is the one, the admins. Empty if
 * there are none. Throws when retrying can help.
 */
export async function fallbackRecipients(
  deps: ApprovalDeps & { readonly settings: { readonly noticesChannel?: string } },
  channel: string,
): Promise<readonly string[]> {
  const { noticesChannel, admins } = deps.settings;
  return noticesChannel === undefined || noticesChannel === channel ? usersAmong(deps, admins) : [noticesChannel];
}

/** Users and the members of user groups, given with or without their team. */
async function usersAmong(deps: ApprovalDeps, people: readonly string[]): Promise<readonly string[]> {
  const ids = people.map(withoutTeam);
  const groups = ids.filter((id) => !isSlackUser(id));
  const members = await Promise.all(groups.map((group) => membersToAsk(deps, group)));
  return [...new Set([...ids.filter(isSlackUser), ...members.flat()])];
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
    log.error({ err: error, group, slack: slackError(error) }, 'user group unknown: its members are not written to');
    return [];
  }
}
