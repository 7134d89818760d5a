import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { obstacle } from '../../domain/states.js';
import type { Refusal, Unpriced } from '../change-plan.js';
import type { AppOperation, AppSituation, Policy, Rules } from '../operation.js';
import { compared, named } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { disableBook } from './phrases.js';

const { say } = disableBook;

/** All services stop at once. What can never be undone wants the name typed by the approver as well. */
export const disable: AppOperation = {
  name: 'disable',
  subject: 'app',
  book: disableBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('wayBack') },
  usage: '/imapp disable <app>',
  role: 'operator',
  answers: false,
  needs: [],
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

function plan({ app, rules, at }: AppSituation): Unpriced | Refusal {
  const days = ruleSetOf(rules.catalogue, app.ruleSet).restoreDays;
  const until = days === null ? null : rules.calendar.addDays(at, days);
  const after: App = { ...app, state: until === null ? 'purged' : 'disabled', disabledAt: at };
  const name = { app: named(app) };
  return {
    moves: [{ after, changed: [] }],
    lines: compared(rules, app, after),
    warnings: [],
    loss: until === null ? say('lossAtOnce', name) : say('lossLater', { ...name, until }),
    undo: days === null ? say('noUndo') : say('undo', { days }),
    done: until === null ? say('doneForEver', name) : say('done', { ...name, until }),
    next: [{ operation: 'history', sdkAppId: app.sdkAppId }],
  };
}
