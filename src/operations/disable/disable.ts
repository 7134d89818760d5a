import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { obstacle } from '../../domain/states.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import { disablePolicy } from '../disable-policy.js';
import type { AppOperation, AppOperationContext } from '../operation.js';
import { appName } from '../phrases.js';
import { diffLines } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { disablePhrases } from './phrases.js';

const { phrase } = disablePhrases;

/** Stops all services of an app at once. */
export const disable: AppOperation = {
  name: 'disable',
  subject: 'app',
  phrases: disablePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('wayBack') },
  usage: '/imapp disable <app>',
  role: 'operator',
  readOnly: false,
  requires: [],
  policy: disablePolicy,
  form: ({ app, rules, at }) => {
    const found = obstacle('disable', app, { ...rules, at });
    return found ? refusal(found, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppOperationContext): UnpricedPlan | Refusal {
  const days = ruleSetOf(rules.catalogue, app.ruleSet).restoreDays;
  const until = days === null ? null : rules.calendar.addDays(at, days);
  const after: App = { ...app, state: until === null ? 'purged' : 'disabled', disabledAt: at };
  const name = { app: appName(app) };
  return {
    updates: [{ after, usesAllowance: [] }],
    lines: diffLines(rules, app, after),
    warnings: [],
    loss: until === null ? phrase('lossAtOnce', name) : phrase('lossLater', { ...name, until }),
    undo: days === null ? phrase('noUndo') : phrase('undo', { days }),
    done: until === null ? phrase('doneForEver', name) : phrase('done', { ...name, until }),
    nextActions: [{ operation: 'history', sdkAppId: app.sdkAppId }],
  };
}
