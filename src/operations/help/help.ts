import type { Phrase, Text } from '../../i18n/phrase.js';
import { answer, type FormValues, type UnpricedPlan } from '../change-plan.js';
import type { OperationContext, Rules } from '../operation.js';
import { findOperation, noConfirmation, type Operation, type Policy, type StandaloneOperation } from '../operation.js';
import { helpPhrases } from './phrases.js';

const { phrase } = helpPhrases;

/** What this bot can do, and what of it the reader may do; or all about one operation. Drawn from the list of operations. */
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

function plan(situation: OperationContext, answers: FormValues): UnpricedPlan {
  const { operations, roles } = situation;
  const asked = findOperation(operations, answers['operation'] ?? '');
  if (asked) return about(asked, situation);
  const mine = operations.filter(({ role }) => roles.has(role));
  const others = operations.filter(({ role }) => !roles.has(role));
  const foreign = [...new Set(others.map(({ role }) => role))];
  return answer([
    phrase('heading'),
    ...mine.map(({ usage, text }) => phrase('operation', { usage, summary: text.summary })),
    ...foreign.map((role) => {
      const theirs = others.filter((it) => it.role === role).map(({ name }) => name);
      return phrase('notYours', { operations: theirs, role: phrase(role) });
    }),
  ]);
}

/** One operation: what it does, who may, what stands before it, whether it can be undone; and the way to begin. */
function about(operation: Operation, { rules, roles }: OperationContext): UnpricedPlan {
  const { name, usage, role, text } = operation;
  const mine = roles.has(role);
  const lines = [
    phrase('about', { title: text.title, summary: text.summary }),
    phrase('typed', { usage }),
    phrase(mine ? 'who' : 'whoElse', { role: phrase(role) }),
    ...(operation.readOnly ? [phrase('onlyAnswers')] : [phrase('previews'), ...barriers(operation, rules)]),
    ...(text.undo ? [phrase('undo', { undo: text.undo })] : []),
  ];
  return answer(lines, mine && name !== help.name ? [{ operation: name }] : []);
}

/** What stands between the preview and the deed, under any billing rules. */
function barriers(operation: Operation, rules: Rules): Phrase[] {
  const under = Object.values(rules.catalogue.ruleSets).map(({ id, label }): { ruleSet: Text; policy: Policy } => ({
    ruleSet: label,
    policy: operation.subject === 'app' ? operation.policy({ ruleSet: id }, rules) : operation.policy(),
  }));
  const typing = under.filter(({ policy }) => policy.approverConfirms === 'app-name').map(({ ruleSet }) => ruleSet);
  return [
    ...(under.some(({ policy }) => policy.confirm === 'app-name') ? [phrase('typesName')] : []),
    ...(under.some(({ policy }) => policy.approval === 'on-call') ? [phrase('approval')] : []),
    ...(typing.length > 0 ? [phrase('approverTypes', { ruleSets: typing })] : []),
  ];
}
