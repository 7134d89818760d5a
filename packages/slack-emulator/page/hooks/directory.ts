import type { CommandHint, ShortcutHint } from '../../src/hints.js';
import type { Identity, User, Usergroup } from '../../src/state/state.js';

/** Who and what there is in the workspace. */
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

/** Those one can act as. */
export function humanUsers({ users }: Directory): readonly User[] {
  return users.filter((user) => !user.isBot);
}

const roles: Readonly<Record<string, 'operator' | 'approver' | 'viewer'>> = {
  ann: 'operator',
  kim: 'operator',
  lin: 'approver',
  bob: 'viewer',
};

/** What the people of the seed are for; the bot's own settings decide what they may do. */
export function roleOf(user: User): 'operator' | 'approver' | 'viewer' | undefined {
  return roles[user.name];
}
