import { expect, test } from 'vitest';
import { operations } from '../../../src/operations/index.js';
import { type Role, rolesOf } from '../../../src/operations/roles.js';

test.each<[Role[], Role[]]>([
  [[], ['viewer']],
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
])('who is %o may act as %o', (held, may) => {
  expect([...rolesOf(held)].sort()).toEqual([...may].sort());
});

test.each<[string, Role]>([
  ['list', 'viewer'],
  ['show', 'viewer'],
  ['history', 'viewer'],
  ['plans', 'viewer'],
  ['help', 'viewer'],
  ['upgrade', 'operator'],
  ['configure', 'operator'],
  ['extend', 'operator'],
  ['disable', 'operator'],
  ['restore', 'operator'],
  ['register', 'operator'],
])('%s is for a %s', (name, role) => {
  expect(operations.find((operation) => operation.name === name)?.role).toBe(role);
});
