import type { Phrase, Text } from '../../i18n/phrase.js';
import { type FormValues, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import {
  findOperation,
  noConfirmation,
  type Operation,
  type OperationContext,
  type Policy,
  type Rules,
  type StandaloneOperation,
} from '../operation.js';
import { helpPhrases } from './phrases.js';

const { phrase } = helpPhrases;

/** Lists the operations, by whether the reader may run them; or describes one. Generated from the registry. */
export const help: StandaloneOperation = {
  name: 'help',
  subject: 'none',
  phrases: helpPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp help [operation]',
  argument: 'operation',
  role: 'viewer',
  readOnly: true,
  requires: ['operations'],
  policy: () => noConfirmation,
  form: ({ operations }) => [
    {
      kind: 'select',
      name: 'operation',
      label: phrase('which'),
      optional: true,
      options: operations.map(({ name, text }) => ({ value: name, label: text.label })),
    },
  ],
  plan,
};

function plan(ctx: OperationContext, values: FormValues): UnpricedPlan {
  const { operations, roles } = ctx;
  const operation = findOperation(operations, values['operation'] ?? '');
  if (operation) return describeOperation(operation, ctx);
  const allowed = operations.filter(({ role }) => roles.has(role));
  const others = operations.filter(({ role }) => !roles.has(role));
  const missingRoles = [...new Set(others.map(({ role }) => role))];
  return readOnlyPlan([
    phrase('heading'),
    ...allowed.map(({ usage, text }) => phrase('operation', { usage, summary: text.summary })),
    ...missingRoles.map((role) => {
      const names = others.filter((other) => other.role === role).map(({ name }) => name);
      return phrase('notYours', { operations: names, role: phrase(role) });
    }),
  ]);
}

/** What an operation does, who may run it, what it needs and whether it can be undone; with a button to start it. */
function describeOperation(operation: Operation, { rules, roles }: OperationContext): UnpricedPlan {
  const { name, usage, role, text } = operation;
  const allowed = roles.has(role);
  const lines = [
    phrase('about', { title: text.title, summary: text.summary }),
    phrase('typed', { usage }),
    phrase(allowed ? 'who' : 'whoElse', { role: phrase(role) }),
    ...(operation.readOnly ? [phrase('onlyAnswers')] : [phrase('previews'), ...policyLines(operation, rules)]),
    ...(text.undo ? [phrase('undo', { undo: text.undo })] : []),
  ];
  return readOnlyPlan(lines, allowed && name !== help.name ? [{ operation: name }] : []);
}

/** What the operation needs after its preview, under any rule set. */
function policyLines(operation: Operation, rules: Rules): Phrase[] {
  const policies = Object.values(rules.catalogue.ruleSets).map(({ id, label }): { ruleSet: Text; policy: Policy } => ({
    ruleSet: label,
    policy: operation.subject === 'app' ? operation.policy({ ruleSet: id }, rules) : operation.policy(),
  }));
  const approverTypes = policies
    .filter(({ policy }) => policy.approverConfirms === 'app-name')
    .map(({ ruleSet }) => ruleSet);
  return [
    ...(policies.some(({ policy }) => policy.confirm === 'app-name') ? [phrase('typesName')] : []),
    ...(policies.some(({ policy }) => policy.approval === 'on-call') ? [phrase('approval')] : []),
    ...(approverTypes.length > 0 ? [phrase('approverTypes', { ruleSets: approverTypes })] : []),
  ];
}
