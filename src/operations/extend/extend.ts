import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { stateText } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { extended } from '../../domain/validity.js';
import type { Refusal, Unpriced } from '../change-plan.js';
import type { AppSituation } from '../operation.js';
import { type AppOperation, freely } from '../operation.js';
import { operationBook } from '../phrases.js';
import { named } from '../plan-form.js';
import { refusal } from '../refusal.js';
import { extendBook } from './phrases.js';

const { say } = extendBook;

/** A free plan's validity, by the calendar months that its billing rules give. */
export const extend: AppOperation = {
  name: 'extend',
  subject: 'app',
  book: extendBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('undo') },
  usage: '/imapp extend <app>',
  role: 'operator',
  answers: false,
  needs: [],
  policy: () => freely,
  form: ({ app, rules, at }) => {
    const no = obstacle('extend', app, { ...rules, at });
    return no ? refusal(no, app, rules) : [];
  },
  plan,
};

function plan({ app, rules, at }: AppSituation): Unpriced | Refusal {
  if (!app.validity) return refusal({ code: 'other-plan' }, app, rules);
  const months = ruleSetOf(rules.catalogue, app.ruleSet).freeValidityMonths ?? app.validity.months;
  const validity = extended(app.validity, { at, months }, rules.calendar);
  const { until } = validity;
  const moment = (at: string) => operationBook.say('moment', { at });
  const line = (what: 'state' | 'validUntil', before: ReturnType<typeof stateText>, after: typeof before) =>
    operationBook.say('change', { what: operationBook.say(what), before, after });
  return {
    moves: [{ after: { ...app, state: 'active', validity }, changed: [] }],
    lines: [
      ...(app.state === 'active' ? [] : [line('state', stateText(app.state), stateText('active'))]),
      line('validUntil', moment(app.validity.until), moment(until)),
    ],
    warnings: [],
    loss: null,
    undo: say('undo'),
    done: say('done', { app: named(app), until }),
    next: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}
