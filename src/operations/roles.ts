/** Roles of users. An operator and an approver are viewers too; an admin has every role; without a role one sees nothing. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

const impliedRoles = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  approver: ['viewer', 'approver'],
  admin: roles,
} as const satisfies Record<Role, readonly Role[]>;

/** All roles of a user with these roles assigned. */
export function rolesOf(assigned: readonly Role[]): ReadonlySet<Role> {
  return new Set<Role>(assigned.flatMap((role) => impliedRoles[role]));
}
