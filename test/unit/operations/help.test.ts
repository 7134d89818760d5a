import { describe, expect, test } from 'vitest';
import { help } from '../../../src/operations/help/help.js';
import { operations } from '../../../src/operations/index.js';
import type { Operation } from '../../../src/operations/operation.js';
import { type Role, rolesOf } from '../../../src/operations/roles.js';
import { ruleSetIds } from '../../fixtures/domain.js';
import { english, hole, operationContext, planOf, refusalOf, rules } from '../../fixtures/operation-context.js';

const helpFor = (...assigned: Role[]) => planOf(help, operationContext({ operations, roles: rolesOf(assigned) }));

const names = (those: readonly Operation[]) => those.map(({ name }) => name);
const viewerOperations = operations.filter(({ role }) => role === 'viewer');
const operatorOperations = operations.filter(({ role }) => role === 'operator');
const adminOperations = operations.filter(({ role }) => role === 'admin');

test('an admin gets one line per operation, in the order of the registry', () => {
  const lines = english(helpFor('admin').lines);
  expect(lines.slice(1)).toEqual(operations.map(({ usage }) => expect.stringContaining(`\`${usage}\` `)));
});

test('an operator gets a line per operation but those of admins, which are in one line', () => {
  const { lines } = helpFor('operator');
  const others = operations.filter(({ role }) => role !== 'admin');
  expect(english(lines.slice(1, -1))).toEqual(others.map(({ usage }) => expect.stringContaining(`\`${usage}\` `)));
  expect(hole(lines.at(-1), 'operations')).toEqual(names(adminOperations));
});

test.each<Role>(['viewer', 'approver'])(
  'a %s gets the operations for viewers one by one, the others in one line with their role',
  (role) => {
    const { lines, updates } = helpFor(role);
    expect(updates).toEqual([]);
    expect(english(lines.slice(1, -2))).toEqual(
      viewerOperations.map(({ usage }) => expect.stringContaining(`\`${usage}\` `)),
    );
    expect(lines.slice(-2).map((line) => [line.key, hole(line, 'operations'), hole(line, 'role')])).toEqual([
      ['help.notYours', names(operatorOperations), 'operators'],
      ['help.notYours', names(adminOperations), 'admins'],
    ]);
  },
);

test('without operations there is only the heading', () => {
  expect(planOf(help, operationContext()).lines.map(({ key }) => key)).toEqual(['help.heading']);
});

test('operations of different roles that the reader lacks are listed by role', () => {
  const [first, ...others] = operatorOperations;
  const registry = operations.map((operation) =>
    operation === first ? { ...operation, role: 'admin' as const } : operation,
  );
  const { lines } = planOf(help, operationContext({ operations: registry, roles: rolesOf(['viewer']) }));
  const notAllowed = lines.filter(({ key }) => key === 'help.notYours');
  expect(notAllowed.map((line) => [hole(line, 'operations'), hole(line, 'role')])).toEqual([
    [[first?.name, ...names(adminOperations)], 'admins'],
    [names(others), 'operators'],
  ]);
});

describe('help about one operation', () => {
  const helpAbout = (operation: string, ...assigned: Role[]) =>
    planOf(help, operationContext({ operations, roles: rolesOf(assigned) }), { operation });

  test('has summary, command, role, policy, undo, and a button to start it', () => {
    const { lines, nextActions } = helpAbout('disable', 'operator');
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

  test.each(operations)('$name: has the lines of its policy and its undo text if it is not read-only', (operation) => {
    const policies = ruleSetIds.map((ruleSet) =>
      operation.subject === 'app' ? operation.policy({ ruleSet }, rules) : operation.policy(),
    );
    const policyKeys = [
      ...(policies.some(({ confirm }) => confirm === 'app-name') ? ['typesName'] : []),
      ...(policies.some(({ approval }) => approval === 'on-call') ? ['approval'] : []),
      ...(policies.some(({ approverConfirms }) => approverConfirms === 'app-name') ? ['approverTypes'] : []),
    ];
    const keys = helpAbout(operation.name, 'admin').lines.map(({ key }) => key.replace('help.', ''));
    const expected = operation.readOnly ? ['onlyAnswers'] : ['previews', ...policyKeys, 'undo'];
    expect(keys).toEqual(['about', 'typed', 'who', ...expected]);
  });

  test.each(operations)('$name: has a button only for those who may run it', ({ name, role }) => {
    for (const assigned of ['viewer', 'operator', 'approver', 'admin'] as const) {
      const mayRun = rolesOf([assigned]).has(role);
      const expected = mayRun && name !== 'help' ? [{ operation: name }] : [];
      expect(helpAbout(name, assigned).nextActions, assigned).toEqual(expected);
    }
  });

  test('tells a reader without the role whom to ask', () => {
    const { lines } = helpAbout('upgrade', 'approver');
    expect(english(lines)).toContain('• Who may: operators. You may not: ask an admin of this bot.');
  });

  test('an unknown operation is refused', () => {
    expect(refusalOf(help, operationContext({ operations }), { operation: 'elephant' })).toMatchObject({
      field: 'operation',
    });
  });
});
