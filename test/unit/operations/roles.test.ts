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

/** What puts the record itself right, or takes an app out of it. */
const adminOperations = ['correct', 'correct-mode', 'retire'];

describe.each(operations)('$name', ({ name, role, readOnly }) => {
  const mayRun = roles.filter((assigned) => rolesOf([assigned]).has(role));

  test('may be run by every viewer if it is read-only, otherwise by operators and admins, or admins only', () => {
    const operators = adminOperations.includes(name) ? ['admin'] : ['operator', 'admin'];
    expect(mayRun).toEqual(readOnly ? ['viewer', 'operator', 'approver', 'admin'] : operators);
    expect(rolesOf([]).has(role)).toBe(false);
  });
});
