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

interface Parts {
  readonly client: SlackClient;
  readonly settings: RoleHolders;
  readonly log: Logger;
  now(): Date;
}

type Members = ReadonlySet<string>;

const minute = 60_000;
const longestStale = 10 * minute;

/** Everything that a person may act as at this moment; at once, where Slack need not be asked. */
export function createRoleResolver(parts: Parts): (id: string) => ReadonlySet<Role> | Promise<ReadonlySet<Role>> {
  const { admins, operators, approvers } = parts.settings;
  const holders = { admin: new Set(admins), operator: new Set(operators), approver: new Set(approvers) };
  const groups = [...new Set([...admins, ...operators, ...approvers])].filter((id) => id.startsWith('S'));
  const membersOf = memberships(parts);
  const sets = new Map<string, ReadonlySet<Role>>();

  return (id) => {
    const members = groups.map(membersOf);
    return members.some((it) => it instanceof Promise)
      ? Promise.all(members).then((all) => heldBy(id, all))
      : heldBy(id, members as Members[]);
  };

  function heldBy(id: string, members: readonly Members[]): ReadonlySet<Role> {
    const mine = groups.filter((_group, i) => members[i]?.has(id));
    const held = (['admin', 'operator', 'approver'] as const).filter(
      (role) => holders[role].has(id) || mine.some((group) => holders[role].has(group)),
    );
    const key = held.join();
    const set = sets.get(key) ?? rolesOf(held);
    sets.set(key, set);
    return set;
  }
}

/**
 * The members of a user group, at most a minute old; asked again while the ones from before still serve, for ten
 * minutes. A group that Slack does not tell of has none: it grants nothing (fail closed).
 */
function memberships({ client, log, now }: Parts): (group: string) => Members | Promise<Members> {
  const unavailableGroups = new Set<string>();
  const cache = new LRUCache<string, Members>({
    max: 100,
    ttl: minute,
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
  const nobody = (group: string, error: unknown): Members => {
    if (!unavailableGroups.has(group)) log.warn({ err: error, group }, 'user group unknown: it grants nothing');
    unavailableGroups.add(group);
    return new Set();
  };
  return (group) => {
    const rest = cache.getRemainingTTL(group);
    const fresh = rest > 0 ? cache.get(group) : undefined;
    if (fresh) return fresh;
    if (rest < minute - longestStale) cache.delete(group);
    return cache.fetch(group).then(
      (members) => members ?? new Set<string>(),
      (error: unknown) => nobody(group, error),
    );
  };
}
