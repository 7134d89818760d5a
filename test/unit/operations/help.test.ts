import { describe, expect, test } from 'vitest';
import { help } from '../../../src/operations/help/help.js';
import { operations } from '../../../src/operations/index.js';
import { type Role, rolesOf } from '../../../src/operations/roles.js';
import { english, hole, operationContext, planOf, refusalOf } from '../../fixtures/operation-context.js';

const told = (...held: Role[]) => planOf(help, operationContext({ operations, roles: rolesOf(held) }));

const forEverybody = ['list', 'show', 'usage', 'bill', 'history', 'plans', 'help'];
const forOperators = ['upgrade', 'configure', 'extend', 'disable', 'restore', 'register', 'migrate'];

test.each<Role>(['operator', 'admin'])(
  'tells an %s of every operation, in order, and of nothing that is not theirs',
  (role) => {
    const lines = english(told(role).lines);
    expect(lines.slice(1)).toEqual(operations.map(({ usage }) => expect.stringContaining(`\`${usage}\` `)));
  },
);

test.each<Role>(['viewer', 'approver'])('tells a %s what they may, and what is for whom', (role) => {
  const { lines, updates } = told(role);
  expect(updates).toEqual([]);
  expect(lines).toHaveLength(forEverybody.length + 2);
  const last = lines.at(-1);
  expect(last?.key).toBe('help.notYours');
  expect(hole(last, 'operations')).toEqual(forOperators);
  expect(hole(last, 'role')).toBe('operators');
});

test('without any operation there is only the heading', () => {
  expect(planOf(help, operationContext()).lines.map(({ key }) => key)).toEqual(['help.heading']);
});

test('tells of each operation whom it is for', () => {
  const forAdmins = operations.map((it) => (it.name === 'migrate' ? { ...it, role: 'admin' as const } : it));
  const { lines } = planOf(help, operationContext({ operations: forAdmins, roles: rolesOf(['viewer']) }));
  const foreign = lines.filter(({ key }) => key === 'help.notYours');
  expect(foreign.map((line) => [hole(line, 'operations'), hole(line, 'role')])).toEqual([
    [forOperators.filter((name) => name !== 'migrate'), 'operators'],
    [['migrate'], 'admins'],
  ]);
});

describe('about one operation', () => {
  const about = (operation: string, ...held: Role[]) =>
    planOf(help, operationContext({ operations, roles: rolesOf(held) }), { operation });

  test('what it does, who may, what stands before it, whether it can be undone, and a button to begin', () => {
    const { lines, nextActions } = about('disable', 'operator');
    expect(english(lines)).toEqual([
      '*Disable app*: Stop all services of an app at once. An on-call approver has to agree.',
      '• Type `/imapp disable <app>`',
      '• Who may: operators',
      '• First you see what will happen and what it costs. Nothing is done before you agree.',
      '• You type the app’s exact name.',
      '• You say why, and an approver other than you has to agree.',
      '• The approver types the name as well under: Legacy rules, by month.',
      expect.stringContaining('It can be undone by restoring'),
    ]);
    expect(nextActions).toEqual([{ operation: 'disable' }]);
  });

  test.each(operations)(
    '$name: what its policy wants, and whether it can be undone, where it changes anything',
    (it) => {
      const keys = about(it.name, 'admin').lines.map(({ key }) => key.replace('help.', ''));
      const policed = ['disable', 'migrate'].includes(it.name) ? ['typesName', 'approval'] : [];
      const both = it.name === 'disable' ? ['approverTypes'] : [];
      const stands = it.readOnly ? ['onlyAnswers'] : ['previews', ...policed, ...both, 'undo'];
      expect(keys).toEqual(['about', 'typed', 'who', ...stands]);
    },
  );

  test('whoever may not hears so, and gets no button; nor does help lead to help', () => {
    const { lines, nextActions } = about('upgrade', 'approver');
    expect(english(lines)).toContain('• Who may: operators. You may not: ask an admin of this bot.');
    expect(nextActions).toEqual([]);
    expect(about('help').nextActions).toEqual([]);
    expect(about('show').nextActions).toEqual([{ operation: 'show' }]);
  });

  test('there must be one', () => {
    expect(refusalOf(help, operationContext({ operations }), { operation: 'elephant' })).toMatchObject({
      field: 'operation',
    });
  });
});
