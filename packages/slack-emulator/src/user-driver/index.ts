import { personId } from '../control/control.js';
import { hands } from './actions.js';
import { eyes } from './queries.js';
import type { Desk, Person } from './types.js';

/** A driver for one person of the workspace. */
export function personDriver(given: Omit<Desk, 'user'> & { readonly who: string }): Person {
  const user = personId(given.state(), given.who);
  const desk: Desk = { ...given, user };
  const name = given.state().people[user]?.name ?? user;
  return { id: user, name, ...hands(desk), ...eyes(desk) };
}
