import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateText } from '../../domain/labels.js';
import { obstacle, stateAt } from '../../domain/states.js';
import type { UnpricedPlan } from '../change-plan.js';
import type { AppOperationContext } from '../operation.js';
import { type AppOperation, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { diffLines } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { restorePhrases } from './phrases.js';

const { phrase } = restorePhrases;

/** A disabled app comes back as it was; suspended, if its validity ran out meanwhile. */
export const restore: AppOperation = {
  name: 'restore',
  subject: 'app',
  phrases: restorePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('undo') },
  usage: '/imapp restore <app>',
  role: 'operator',
  readOnly: false,
  requires: [],
  policy: () => noConfirmation,
  form: ({ app, rules, at }) => {
    const no = obstacle('restore', app, { ...rules, at });
    return no ? refusal(no, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppOperationContext): UnpricedPlan {
  const woken: App = { ...app, state: 'active', disabledAt: null };
  const after: App = { ...woken, state: stateAt(woken, at, rules) };
  const free = ruleSetOf(rules.catalogue, app.ruleSet).freePlan === app.plan;
  return {
    updates: [{ after, usesAllowance: [] }],
    lines: diffLines(rules, app, after),
    warnings: [
      ...(after.state === 'suspended' && app.validity ? [phrase('stillSuspended', { until: app.validity.until })] : []),
      ...(free ? [] : [phrase('chargedAgain')]),
    ],
    loss: null,
    undo: phrase('undo'),
    done: phrase('done', { app: appName(app), state: stateText(after.state) }),
    nextActions: [{ operation: after.state === 'suspended' ? 'extend' : 'show', sdkAppId: app.sdkAppId }],
  };
}
