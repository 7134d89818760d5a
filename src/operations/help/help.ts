import type { Phrase, Text } from '../../i18n/phrase.js';
import { type Answers, answer, type Unpriced } from '../change-plan.js';
import type { Rules, Situation } from '../operation.js';
import { type FreeOperation, freely, type Operation, operationNamed, type Policy } from '../operation.js';
import { helpBook } from './phrases.js';

const { say } = helpBook;

/** What this bot can do, and what of it the reader may do; or all about one operation. Drawn from the list of operations. */
export const help: FreeOperation = {
  name: 'help',
  subject: 'none',
  book: helpBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp help [operation]',
  argument: 'operation',
  role: 'viewer',
  answers: true,
  needs: ['operations'],
  policy: () => freely,
  form: ({ operations }) => [
    {
      kind: 'choice',
      name: 'operation',
      label: say('which'),
      optional: true,
      options: operations.map(({ name, text }) => ({ value: name, label: text.label })),
    },
  ],
  plan,
};

function plan(situation: Situation, answers: Answers): Unpriced {
  const { operations, roles } = situation;
  const asked = operationNamed(operations, answers['operation'] ?? '');
  if (asked) return about(asked, situation);
  const mine = operations.filter(({ role }) => roles.has(role));
  const others = operations.filter(({ role }) => !roles.has(role));
  const foreign = [...new Set(others.map(({ role }) => role))];
  return answer([
    say('heading'),
    ...mine.map(({ usage, text }) => say('operation', { usage, summary: text.summary })),
    ...foreign.map((role) => {
      const theirs = others.filter((it) => it.role === role).map(({ name }) => name);
      return say('notYours', { operations: theirs, role: say(role) });
    }),
  ]);
}

/** One operation: what it does, who may, what stands before it, whether it can be undone; and the way to begin. */
function about(operation: Operation, { rules, roles }: Situation): Unpriced {
  const { name, usage, role, text } = operation;
  const mine = roles.has(role);
  const lines = [
    say('about', { title: text.title, summary: text.summary }),
    say('typed', { usage }),
    say(mine ? 'who' : 'whoElse', { role: say(role) }),
    ...(operation.answers ? [say('onlyAnswers')] : [say('previews'), ...barriers(operation, rules)]),
    ...(text.undo ? [say('undo', { undo: text.undo })] : []),
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
    ...(under.some(({ policy }) => policy.confirm === 'app-name') ? [say('typesName')] : []),
    ...(under.some(({ policy }) => policy.approval === 'on-call') ? [say('approval')] : []),
    ...(typing.length > 0 ? [say('approverTypes', { ruleSets: typing })] : []),
  ];
}
