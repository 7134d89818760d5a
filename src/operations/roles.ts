/** What a person may do: a role includes those below it (admin ⊃ approver and operator ⊃ viewer). */
export const roles = ['viewer', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

const included = {
  viewer: ['viewer'],
  operator: ['viewer', 'operator'],
  approver: ['viewer', 'approver'],
  admin: roles,
} as const satisfies Record<Role, readonly Role[]>;

/** Everything that a person who holds `held` may act as. Everybody may view. */
export function rolesOf(held: readonly Role[]): ReadonlySet<Role> {
  return new Set<Role>(['viewer', ...held.flatMap((role) => included[role])]);
}
