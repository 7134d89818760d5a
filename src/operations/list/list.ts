import { type App, appStates } from '../../domain/app.js';
import { planLabel, stateText } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type Answers, answer, type Unpriced } from '../change-plan.js';
import type { Field } from '../form.js';
import type { Rules, Situation } from '../operation.js';
import { type FreeOperation, freely } from '../operation.js';
import { operationBook } from '../phrases.js';
import { named } from '../plan-form.js';
import { listBook } from './phrases.js';

const { say } = listBook;

/** The apps that match a text, a state, a plan or a rule set. */
export const list: FreeOperation = {
  name: 'list',
  subject: 'none',
  book: listBook,
  text: { title: say('title'), label: say('label'), summary: say('summary') },
  usage: '/imapp list [text] [state=…] [plan=…] [ruleSet=…]',
  argument: 'search',
  role: 'viewer',
  answers: true,
  needs: ['apps'],
  policy: () => freely,
  form: ({ rules }) => filters(rules),
  plan,
};

function filters({ catalogue }: Rules): Field[] {
  const choice = (
    name: string,
    label: Phrase,
    options: Field & { kind: 'choice' } extends { options: infer O } ? O : never,
  ): Field => ({
    kind: 'choice',
    name,
    label,
    optional: true,
    options,
  });
  return [
    { kind: 'text', name: 'search', label: say('search'), optional: true, maxLength: 100 },
    choice(
      'state',
      operationBook.say('state'),
      appStates.map((value) => ({ value, label: stateText(value) })),
    ),
    choice(
      'plan',
      operationBook.say('plan'),
      Object.keys(catalogue.plans).map((value) => ({ value, label: planLabel(catalogue, value) })),
    ),
    choice(
      'ruleSet',
      say('ruleSet'),
      Object.values(catalogue.ruleSets).map(({ id, label }) => ({ value: id, label })),
    ),
  ];
}

function plan({ apps: { found, total }, rules, roles }: Situation, answers: Answers): Unpriced {
  if (total === 0 && Object.keys(answers).length > 0) return answer([say('none')]);
  if (total === 0) return answer([say('empty')], roles.has('operator') ? [{ operation: 'register' }] : []);
  const rows = found.map((app) => row(app, rules));
  const more = total > found.length ? [say('more', { shown: found.length })] : [];
  return answer([say('total', { count: total }), ...rows, ...more]);
}

function row(app: App, { catalogue }: Rules): Phrase {
  const values = { app: named(app), plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  return app.validity && app.state === 'active'
    ? say('until', { ...values, until: app.validity.until })
    : say('row', values);
}
