import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateText } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { extended } from '../../domain/validity.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import type { AppOperationContext } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { refusal } from '../refusal.js';
import { extendPhrases } from './phrases.js';

const { phrase } = extendPhrases;

/** A free plan's validity, by the calendar months that its billing rules give. */
export const extend: AppOperation = {
  name: 'extend',
  subject: 'app',
  phrases: extendPhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp extend <app>',
  role: 'operator',
  readOnly: false,
  requires: [],
  policy: () => noConfirmation,
  form: ({ app, rules, at }) => {
    const no = obstacle('extend', app, { ...rules, at });
    return no ? refusal(no, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppOperationContext): UnpricedPlan | Refusal {
  if (!app.validity) return refusal({ code: 'other-plan' }, app, rules);
  const months = ruleSetOf(rules.catalogue, app.ruleSet).freeValidityMonths ?? app.validity.months;
  const validity = extended(app.validity, { at, months }, rules.calendar);
  const { until } = validity;
  const moment = (at: string) => operationsPhrases.phrase('moment', { at });
  const line = (what: 'state' | 'validUntil', before: ReturnType<typeof stateText>, after: typeof before) =>
    operationsPhrases.phrase('change', { what: operationsPhrases.phrase(what), before, after });
  return {
    updates: [{ after: { ...app, state: 'active', validity }, usesAllowance: [] }],
    lines: [
      ...(app.state === 'active' ? [] : [line('state', stateText(app.state), stateText('active'))]),
      line('validUntil', moment(app.validity.until), moment(until)),
    ],
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(app), until }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}
