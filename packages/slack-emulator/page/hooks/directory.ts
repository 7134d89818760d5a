import type { CommandHint, ShortcutHint } from '../../src/hints.js';
import type { Identity, User, Usergroup } from '../../src/state/state.js';

/** Users, groups, commands and shortcuts of the workspace. */
export interface Directory {
  readonly users: readonly User[];
  readonly usergroups: readonly Usergroup[];
  readonly identity: Identity;
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
}

export function findUser({ users }: Directory, id: string): User | undefined {
  return users.find((user) => user.id === id);
}

/** The users one can act as. */
export function humanUsers({ users }: Directory): readonly User[] {
  return users.filter((user) => !user.isBot);
}

const roles: Readonly<Record<string, 'operator' | 'approver' | 'viewer'>> = {
  ann: 'operator',
  kim: 'operator',
  lin: 'approver',
  bob: 'viewer',
};

/** Role of a user of the default seed, shown as a hint; permissions are up to the bot. */
export function roleOf(user: User): 'operator' | 'approver' | 'viewer' | undefined {
  return roles[user.name];
}
