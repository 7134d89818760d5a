/** Roles of users. An operator and an approver are viewers too; an admin has every role. */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

const impliedRoles = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  approver: ['viewer', 'approver'],
  admin: roles,
} as const satisfies Record<Role, readonly Role[]>;

/** All roles of a user with these roles assigned. Everybody is a viewer. */
export function rolesOf(assigned: readonly Role[]): ReadonlySet<Role> {
  return new Set<Role>(['viewer', ...assigned.flatMap((role) => impliedRoles[role])]);
}
