import { describe, expect, test } from 'vitest';
import { operations } from '../../../src/operations/index.js';
import { type Role, roles, rolesOf } from '../../../src/operations/roles.js';

test.each<[Role[], Role[]]>([
  [[], []],
  [['viewer'], ['viewer']],
  [['operator'], ['viewer', 'operator']],
  [['approver'], ['viewer', 'approver']],
  [['admin'], ['viewer', 'operator', 'approver', 'admin']],
  [
    ['operator', 'approver'],
    ['viewer', 'operator', 'approver'],
  ],
  [
    ['operator', 'operator'],
    ['viewer', 'operator'],
  ],
])('a user with the roles %o has the roles %o', (assigned, expected) => {
  expect([...rolesOf(assigned)].sort()).toEqual([...expected].sort());
});

describe.each(operations)('$name', ({ role, readOnly }) => {
  const mayRun = roles.filter((assigned) => rolesOf([assigned]).has(role));

  test('may be run by every viewer if it is read-only, otherwise by operators and admins only', () => {
    expect(mayRun).toEqual(readOnly ? ['viewer', 'operator', 'approver', 'admin'] : ['operator', 'admin']);
    expect(rolesOf([]).has(role)).toBe(false);
  });
});
