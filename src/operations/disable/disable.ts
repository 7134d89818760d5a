import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { obstacle } from '../../domain/states.js';
import type { Refusal, UnpricedPlan } from '../change-plan.js';
import type { AppOperation, AppOperationContext, Policy, Rules } from '../operation.js';
import { appName } from '../phrases.js';
import { diffLines } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { disablePhrases } from './phrases.js';

const { phrase } = disablePhrases;

/** All services stop at once. What can never be undone wants the name typed by the approver as well. */
export const disable: AppOperation = {
  name: 'disable',
  subject: 'app',
  phrases: disablePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('wayBack') },
  usage: '/imapp disable <app>',
  role: 'operator',
  readOnly: false,
  requires: [],
  policy,
  form: ({ app, rules, at }) => {
    const no = obstacle('disable', app, { ...rules, at });
    return no ? refusal(no, app, rules) : [];
  },
  plan,
};

function policy({ ruleSet }: Pick<App, 'ruleSet'>, { catalogue }: Rules): Policy {
  const forEver = ruleSetOf(catalogue, ruleSet).restoreDays === null;
  return { confirm: 'app-name', approval: 'on-call', approverConfirms: forEver ? 'app-name' : 'none' };
}

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
