import { LRUCache } from 'lru-cache';
import type { Logger } from '../observability/log.js';
import { type Role, rolesOf } from '../operations/roles.js';
import type { SlackClient } from './client.js';

/** Who holds which role: ids of users (U…, W…) and of user groups (S…). */
export interface RoleHolders {
  readonly admins: readonly string[];
  readonly operators: readonly string[];
  readonly approvers: readonly string[];
}

interface RoleResolverDeps {
  readonly client: SlackClient;
  readonly settings: RoleHolders;
  readonly log: Logger;
  now(): Date;
}

type Members = ReadonlySet<string>;

const minuteMs = 60_000;
const maxStaleMs = 10 * minuteMs;

/** The roles that a user has now; synchronous when the members of all groups are cached. */
export function createRoleResolver(
  deps: RoleResolverDeps,
): (id: string) => ReadonlySet<Role> | Promise<ReadonlySet<Role>> {
  const { admins, operators, approvers } = deps.settings;
  const holders = { admin: new Set(admins), operator: new Set(operators), approver: new Set(approvers) };
  const groups = [...new Set([...admins, ...operators, ...approvers])].filter((id) => id.startsWith('S'));
  const membersOf = createMembershipCache(deps);
  const sets = new Map<string, ReadonlySet<Role>>();

  return (id) => {
    const members = groups.map(membersOf);
    return members.some((result) => result instanceof Promise)
      ? Promise.all(members).then((all) => rolesHeld(id, all))
      : rolesHeld(id, members as Members[]);
  };

  function rolesHeld(id: string, members: readonly Members[]): ReadonlySet<Role> {
    const groupsOfUser = groups.filter((_group, i) => members[i]?.has(id));
    const held = (['admin', 'operator', 'approver'] as const).filter(
      (role) => holders[role].has(id) || groupsOfUser.some((group) => holders[role].has(group)),
    );
    const key = held.join();
    const set = sets.get(key) ?? rolesOf(held);
    sets.set(key, set);
    return set;
  }
}

/**
 * The members of a user group. After a minute they are fetched again; until Slack answers, the old ones are used, for up
 * to ten minutes. A group whose members are unknown grants nothing (fail closed).
 */
function createMembershipCache({ client, log, now }: RoleResolverDeps): (group: string) => Members | Promise<Members> {
  const unavailableGroups = new Set<string>();
  const cache = new LRUCache<string, Members>({
    max: 100,
    ttl: minuteMs,
    perf: { now: () => now().getTime() },
    ttlResolution: 0,
    allowStale: true,
    noDeleteOnFetchRejection: true,
    async fetchMethod(group) {
      const members = await client.membersOf(group);
      unavailableGroups.delete(group);
      return new Set(members);
    },
  });
  const noMembers = (group: string, error: unknown): Members => {
    if (!unavailableGroups.has(group)) log.warn({ err: error, group }, 'user group unknown: it grants nothing');
    unavailableGroups.add(group);
    return new Set();
  };
  return (group) => {
    const remainingMs = cache.getRemainingTTL(group);
    const fresh = remainingMs > 0 ? cache.get(group) : undefined;
    if (fresh) return fresh;
    if (remainingMs < minuteMs - maxStaleMs) cache.delete(group);
    return cache.fetch(group).then(
      (members) => members ?? new Set<string>(),
      (error: unknown) => noMembers(group, error),
    );
  };
}
