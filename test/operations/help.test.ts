import { expect, test } from 'vitest';
import { help } from '../../src/operations/help/help.js';
import { operations } from '../../src/operations/index.js';
import { type Role, rolesOf } from '../../src/operations/roles.js';
import { english, formOf, hole, planOf, situation } from './situations.js';

const cards = operations.map(({ name, usage, text, role }) => ({ name, usage, role, summary: text.summary }));
const told = (...held: Role[]) => planOf(help, situation({ cards, roles: rolesOf(held) }));

const forEverybody = ['list', 'show', 'usage', 'bill', 'history', 'plans', 'help'];
const forOperators = ['upgrade', 'configure', 'extend', 'disable', 'restore', 'register', 'migrate'];

test.each<Role>(['operator', 'admin'])(
  'tells an %s of every operation, in order, and of nothing that is not theirs',
  (role) => {
    expect(formOf(help, situation())).toEqual([]);
    const lines = english(told(role).lines);
    expect(lines.slice(1)).toEqual(operations.map(({ usage }) => expect.stringContaining(`\`${usage}\` `)));
  },
);

test.each<Role>(['viewer', 'approver'])('tells a %s what they may, and what is for whom', (role) => {
  const { lines, moves } = told(role);
  expect(moves).toEqual([]);
  expect(lines).toHaveLength(forEverybody.length + 2);
  const last = lines.at(-1);
  expect(last?.key).toBe('help.notYours');
  expect(hole(last, 'operations')).toEqual(forOperators);
  expect(hole(last, 'role')).toBe('operators');
});

test('without any card there is only the heading', () => {
  expect(planOf(help, situation()).lines.map(({ key }) => key)).toEqual(['help.heading']);
});

test('tells of each operation whom it is for', () => {
  const forAdmins = cards.map((card) => (card.name === 'migrate' ? { ...card, role: 'admin' as const } : card));
  const { lines } = planOf(help, situation({ cards: forAdmins, roles: rolesOf(['viewer']) }));
  const foreign = lines.filter(({ key }) => key === 'help.notYours');
  expect(foreign.map((line) => [hole(line, 'operations'), hole(line, 'role')])).toEqual([
    [forOperators.filter((name) => name !== 'migrate'), 'operators'],
    [['migrate'], 'admins'],
  ]);
});
