import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateText } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { extended, freeValidity } from '../../domain/validity.js';
import type { Phrase } from '../../i18n/phrase.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { refusal } from '../refusal.js';
import { extendPhrases } from './phrases.js';

const { phrase } = extendPhrases;

/** Extends the validity of a free plan by the calendar months that its rule set gives. */
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
    const found = obstacle('extend', app, { ...rules, at });
    return found ? refusal(found, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppOperationContext): UnpricedPlan | Refusal {
  if (!app.validity) return refusal({ code: 'other-plan' }, app, rules);
  const period = freeValidity(ruleSetOf(rules.catalogue, app.ruleSet)) ?? { months: app.validity.months };
  const validity = extended(app.validity, { at, period }, rules.calendar);
  const { until } = validity;
  const moment = (at: string) => operationsPhrases.phrase('moment', { at });
  const changeLine = (what: 'state' | 'validUntil', before: Phrase, after: Phrase) =>
    operationsPhrases.phrase('change', { what: operationsPhrases.phrase(what), before, after });
  return {
    updates: [{ after: { ...app, state: 'active', validity }, usesAllowance: [] }],
    lines: [
      ...(app.state === 'active' ? [] : [changeLine('state', stateText(app.state), stateText('active'))]),
      changeLine('validUntil', moment(app.validity.until), moment(until)),
    ],
    warnings: [],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(app), until }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}
