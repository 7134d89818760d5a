import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateText } from '../../domain/labels.js';
import { obstacle, stateAt } from '../../domain/states.js';
import type { Unpriced } from '../change-plan.js';
import type { AppSituation } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { compared, named } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { restoreBook } from './phrases.js';

const { say } = restoreBook;

/** A disabled app comes back as it was; suspended, if its validity ran out meanwhile. */
export const restore: AppOperation = {
  name: 'restore',
  subject: 'app',
  book: restoreBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('undo') },
  usage: '/imapp restore <app>',
  role: 'operator',
  answers: false,
  needs: [],
  policy: () => freely,
  form: ({ app, rules, at }) => {
    const no = obstacle('restore', app, { ...rules, at });
    return no ? refusal(no, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppSituation): Unpriced {
  const woken: App = { ...app, state: 'active', disabledAt: null };
  const after: App = { ...woken, state: stateAt(woken, at, rules) };
  const free = ruleSetOf(rules.catalogue, app.ruleSet).freePlan === app.plan;
  return {
    moves: [{ after, changed: [] }],
    lines: compared(rules, app, after),
    warnings: [
      ...(after.state === 'suspended' && app.validity ? [say('stillSuspended', { until: app.validity.until })] : []),
      ...(free ? [] : [say('chargedAgain')]),
    ],
    loss: null,
    undo: say('undo'),
    done: say('done', { app: named(app), state: stateText(after.state) }),
    next: [{ operation: after.state === 'suspended' ? 'extend' : 'show', sdkAppId: app.sdkAppId }],
  };
}
