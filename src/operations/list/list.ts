import { type App, appStates } from '../../domain/app.js';
import { planLabel, stateText } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { answer, type FormValues, type UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import type { OperationContext, Rules } from '../operation.js';
import { noConfirmation, type StandaloneOperation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { listPhrases } from './phrases.js';

const { phrase } = listPhrases;

/** The apps that match a text, a state, a plan or a rule set. */
export const list: StandaloneOperation = {
  name: 'list',
  subject: 'none',
  phrases: listPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp list [text] [state=…] [plan=…] [ruleSet=…]',
  argument: 'search',
  role: 'viewer',
  readOnly: true,
  requires: ['apps'],
  policy: () => noConfirmation,
  form: ({ rules }) => filters(rules),
  plan,
};

function filters({ catalogue }: Rules): Field[] {
  const choice = (
    name: string,
    label: Phrase,
    options: Field & { kind: 'select' } extends { options: infer O } ? O : never,
  ): Field => ({
    kind: 'select',
    name,
    label,
    optional: true,
    options,
  });
  return [
    { kind: 'text', name: 'search', label: phrase('search'), optional: true, maxLength: 100 },
    choice(
      'state',
      operationsPhrases.phrase('state'),
      appStates.map((value) => ({ value, label: stateText(value) })),
    ),
    choice(
      'plan',
      operationsPhrases.phrase('plan'),
      Object.keys(catalogue.plans).map((value) => ({ value, label: planLabel(catalogue, value) })),
    ),
    choice(
      'ruleSet',
      phrase('ruleSet'),
      Object.values(catalogue.ruleSets).map(({ id, label }) => ({ value: id, label })),
    ),
  ];
}

function plan({ apps: { found, total }, rules, roles }: OperationContext, answers: FormValues): UnpricedPlan {
  if (total === 0 && Object.keys(answers).length > 0) return answer([phrase('none')]);
  if (total === 0) return answer([phrase('empty')], roles.has('operator') ? [{ operation: 'register' }] : []);
  const rows = found.map((app) => row(app, rules));
  const more = total > found.length ? [phrase('more', { shown: found.length })] : [];
  return answer([phrase('total', { count: total }), ...rows, ...more]);
}

function row(app: App, { catalogue }: Rules): Phrase {
  const values = { app: appName(app), plan: planLabel(catalogue, app.plan), state: stateText(app.state) };
  return app.validity && app.state === 'active'
    ? phrase('until', { ...values, until: app.validity.until })
    : phrase('row', values);
}
