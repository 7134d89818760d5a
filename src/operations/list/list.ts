import { type App, appStates } from '../../domain/app.js';
import { planLabel, retiredText, stateText } from '../../domain/labels.js';
import type { Phrase } from '../../i18n/phrase.js';
import { type FormValues, readOnlyPlan, type UnpricedPlan } from '../change-plan.js';
import type { Field, Option } from '../form.js';
import { noConfirmation, type OperationContext, type Rules, type StandaloneOperation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { maxTagLength } from '../tags.js';
import { listPhrases } from './phrases.js';

const { phrase } = listPhrases;

/** Lists the apps that match a text, a state, a plan, a rule set, an owner and a tag. */
export const list: StandaloneOperation = {
  name: 'list',
  subject: 'none',
  phrases: listPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary') },
  usage: '/imapp list [text] [state=…] [plan=…] [ruleSet=…] [owner=…] [tag=…]',
  argument: 'search',
  role: 'viewer',
  readOnly: true,
  requires: ['apps'],
  policy: () => noConfirmation,
  form: ({ rules }) => filterFields(rules),
  plan,
};

function filterFields({ catalogue }: Rules): Field[] {
  const select = (name: string, label: Phrase, options: readonly Option[]): Field => ({
    kind: 'select',
    name,
    label,
    optional: true,
    options,
  });
  return [
    { kind: 'text', name: 'search', label: phrase('search'), optional: true, maxLength: 100 },
    select(
      'state',
      operationsPhrases.phrase('state'),
      appStates.map((value) => ({ value, label: stateText(value) })),
    ),
    select(
      'plan',
      operationsPhrases.phrase('plan'),
      Object.keys(catalogue.plans).map((value) => ({ value, label: planLabel(catalogue, value) })),
    ),
    select(
      'ruleSet',
      phrase('ruleSet'),
      Object.values(catalogue.ruleSets).map(({ id, label }) => ({ value: id, label })),
    ),
    { kind: 'owner', name: 'owner', label: phrase('owner'), optional: true },
    { kind: 'text', name: 'tag', label: phrase('tag'), optional: true, maxLength: maxTagLength },
  ];
}

function plan({ apps: { found, total }, rules, roles }: OperationContext, values: FormValues): UnpricedPlan {
  if (total === 0 && Object.keys(values).length > 0) return readOnlyPlan([phrase('none')]);
  if (total === 0) return readOnlyPlan([phrase('empty')], roles.has('operator') ? [{ operation: 'register' }] : []);
  const rows = found.map((app) => row(app, rules));
  const more = total > found.length ? [phrase('more', { shown: found.length })] : [];
  return readOnlyPlan([phrase('total', { count: total }), ...rows, ...more]);
}

/** Its state; of a retired app, that it is out of care. */
function stateLabel({ state, retiredAt }: App): Phrase {
  return retiredAt !== null && state !== 'purged' ? retiredText : stateText(state);
}

function row(app: App, { catalogue }: Rules): Phrase {
  const values = { app: appName(app), plan: planLabel(catalogue, app.plan), state: stateLabel(app) };
  return app.validity && app.state === 'active'
    ? phrase('until', { ...values, until: app.validity.until })
    : phrase('row', values);
}
