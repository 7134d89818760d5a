import { resolveUserId } from '../control/control.js';
import { createUserActions } from './actions.js';
import { createUserQueries } from './queries.js';
import type { DriverContext, UserDriver } from './types.js';

/** Creates a driver for a user; throws InvalidActionError for an unknown one. */
export function createUserDriver(deps: Omit<DriverContext, 'user'> & { readonly nameOrId: string }): UserDriver {
  const user = resolveUserId(deps.state(), deps.nameOrId);
  const driver: DriverContext = { ...deps, user };
  const name = deps.state().users[user]?.name ?? user;
  return { id: user, name, ...createUserActions(driver), ...createUserQueries(driver) };
}
