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

type RoleHint = 'operator' | 'approver' | 'viewer' | 'guest' | 'outsider';

const roles: Readonly<Record<string, RoleHint>> = {
  ann: 'operator',
  kim: 'operator',
  lin: 'approver',
  bob: 'viewer',
};

/** Guest, somebody of another workspace, or the role of a user of the default seed: a hint; permissions are up to the bot. */
export function roleOf(user: User): RoleHint | undefined {
  if (user.teamId !== undefined) return 'outsider';
  if (user.guest !== undefined) return 'guest';
  return roles[user.name];
}
