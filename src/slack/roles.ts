import { LRUCache } from 'lru-cache';
import type { CurrentRoles } from '../changes/authority.js';
import { isSlackUserGroup } from '../domain/slack-ids.js';
import type { Logger } from '../observability/log.js';
import { type Role, rolesOf } from '../operations/roles.js';
import type { SlackClient } from './client.js';
import type { Standing } from './identity.js';
import { createRecentAnswers } from './recent-answers.js';
import { classifyError } from './retry-policy.js';

/** Who holds which role: ids of users (U…, W…; of other workspaces of the organization T…:U…) and of user groups (S…). */
export interface RoleHolders {
  readonly admins: readonly string[];
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
  /** If empty, everybody of the workspace may look. */
  readonly viewers: readonly string[];
  readonly guestsMayView: boolean;
}

/** Somebody whose roles are asked for. */
interface Person {
  readonly id: string;
  readonly standing: Standing;
  /** The entries of the settings that name them. */
  readonly settingNames: readonly string[];
}

interface RoleResolverDeps {
  readonly client: SlackClient;
  readonly settings: RoleHolders;
  readonly log: Logger;
  now(): Date;
}

export interface RoleResolver {
  /** The members of all user groups that hold roles, as of the last minute; synchronous when all are cached. */
  members(): GroupMembers | Promise<GroupMembers>;
  /** The same as of now. */
  membersNow(): Promise<GroupMembers>;
  rolesHeld(person: Person, members: GroupMembers): CurrentRoles;
}

/** Null: Slack does not say just now. */
type Members = ReadonlySet<string> | null;
/** In the order of the user groups in the settings. */
type GroupMembers = readonly Members[];

const minuteMs = 60_000;
const maxStaleMs = 10 * minuteMs;

export function createRoleResolver(deps: RoleResolverDeps): RoleResolver {
  const { admins, operators, approvers, viewers, guestsMayView } = deps.settings;
  const holders = {
    admin: new Set(admins),
    operator: new Set(operators),
    approver: new Set(approvers),
    viewer: new Set(viewers),
  };
  const groups = [...new Set(Object.values(holders).flatMap((ids) => [...ids]))].filter(isSlackUserGroup);
  const { membersOf, membersNow } = createMemberships(deps);
  const known = new Map<string, CurrentRoles>();
  return {
    members() {
      const members = groups.map(membersOf);
      return members.some((result) => result instanceof Promise) ? Promise.all(members) : (members as Members[]);
    },
    membersNow: () => Promise.all(groups.map(membersNow)),
    rolesHeld,
  };

  function rolesHeld({ id, standing, settingNames }: Person, members: readonly Members[]): CurrentRoles {
    const isOfTeam = standing === 'member' || (standing === 'guest' && guestsMayView);
    const names = isOfTeam || standing === 'colleague' ? settingNames : [];
    const groupsOfUser = isOfTeam ? groups.filter((_group, i) => members[i]?.has(id)) : [];
    const held = (['admin', 'operator', 'approver', 'viewer'] as const).filter((role) =>
      [...names, ...groupsOfUser].some((holder) => holders[role].has(holder)),
    );
    const assigned: Role[] = isOfTeam && viewers.length === 0 ? [...held, 'viewer'] : held;
    return interned(assigned, standing !== 'unknown' && !(isOfTeam && members.includes(null)));
  }

  /** The same object for the same roles. */
  function interned(assigned: readonly Role[], complete: boolean): CurrentRoles {
    const key = [...assigned, complete].join();
    const current = known.get(key) ?? { roles: rolesOf(assigned), complete };
    known.set(key, current);
    return current;
  }
}

/**
 * The members of user groups. After a minute they are fetched again; until Slack answers, the old ones are used, for up
 * to ten minutes. A group whose members are unknown grants nothing (fail closed).
 */
function createMemberships({ client, log, now }: RoleResolverDeps): {
  membersOf(group: string): Members | Promise<Members>;
  membersNow(group: string): Promise<Members>;
} {
  const unavailableGroups = new Set<string>();
  const ask = createRecentAnswers(async (group) => {
    const members = new Set(await client.membersOf(group));
    unavailableGroups.delete(group);
    return members;
  }, now);
  const cache = new LRUCache<string, ReadonlySet<string>>({
    max: 100,
    ttl: minuteMs,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    allowStale: true,
    noDeleteOnFetchRejection: true,
    fetchMethod: ask,
  });
  const noMembers = (group: string, error: unknown): Members => {
    if (!unavailableGroups.has(group)) log.warn({ err: error, group }, 'user group unknown: it grants nothing');
    unavailableGroups.add(group);
    return isRefusal(error) ? new Set() : null;
  };
  return {
    membersOf(group) {
      const remainingMs = cache.getRemainingTTL(group);
      const fresh = remainingMs > 0 ? cache.get(group) : undefined;
      if (fresh) return fresh;
      if (remainingMs < minuteMs - maxStaleMs) cache.delete(group);
      return cache.fetch(group).then(
        (members) => members ?? null,
        (error: unknown) => noMembers(group, error),
      );
    },
    membersNow: (group) =>
      ask(group).then(
        (members) => {
          cache.set(group, members);
          return members;
        },
        (error: unknown) => noMembers(group, error),
      ),
  };
}

/** Whether Slack has answered that there is no such group. */
function isRefusal(error: unknown): boolean {
  const errorClass = classifyError(error);
  return errorClass === 'unknown' || errorClass === 'permanent';
}
