import { InvalidActionError } from '../invalid-action.js';
import type { State, User } from './state.js';

/** Replaces the members of a user group; throws InvalidActionError if there is none with this id. */
export function setMembers(state: State, id: string, members: readonly string[]): State {
  const group = state.usergroups[id];
  if (group === undefined) throw new InvalidActionError(`there is no user group ${id}`);
  return { ...state, usergroups: { ...state.usergroups, [id]: { ...group, members } } };
}

interface AccountChange {
  /** Id of a user that exists. */
  readonly user: string;
  readonly guest?: User['guest'] | undefined;
  readonly isDeactivated?: boolean | undefined;
}

/** What an admin of the workspace can change about a user. What is left out ends. */
export function setAccount(state: State, { user: id, guest, isDeactivated }: AccountChange): State {
  const user = state.users[id];
  if (user === undefined) throw new InvalidActionError(`there is no user ${id}`);
  const { guest: _guest, isDeactivated: _deactivated, ...rest } = user;
  const changed: User = { ...rest, ...(guest && { guest }), ...(isDeactivated && { isDeactivated }) };
  return { ...state, users: { ...state.users, [id]: changed } };
}
