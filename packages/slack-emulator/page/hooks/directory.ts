import type { CommandHint, ShortcutHint } from '../../src/hints.js';
import type { Identity, Person, Usergroup } from '../../src/state/state.js';

/** Who and what there is in the workspace. */
export interface Directory {
  readonly people: readonly Person[];
  readonly usergroups: readonly Usergroup[];
  readonly identity: Identity;
  readonly commands: readonly CommandHint[];
  readonly shortcuts: readonly ShortcutHint[];
}

export function personIn({ people }: Directory, id: string): Person | undefined {
  return people.find((person) => person.id === id);
}

/** Those one can act as. */
export function humansIn({ people }: Directory): readonly Person[] {
  return people.filter((person) => !person.isBot);
}

const roles: Readonly<Record<string, 'operator' | 'approver' | 'viewer'>> = {
  ann: 'operator',
  kim: 'operator',
  lin: 'approver',
  bob: 'viewer',
};

/** What the people of the seed are for; the bot's own settings decide what they may do. */
export function roleOf(person: Person): 'operator' | 'approver' | 'viewer' | undefined {
  return roles[person.name];
}
