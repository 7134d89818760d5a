import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { changeAllowance } from '../../domain/entitlements/change-allowance.js';
import { planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { Answers, Refusal, Unpriced } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppSituation, freely } from '../operation.js';
import { addOnFields, addOnsFrom, compared, focused, named, planField, relieved } from '../plan-form.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { upgradeBook } from './phrases.js';

const { say } = upgradeBook;

/** From the free plan to a paid one, with value-added items where the rule set has them. */
export const upgrade: AppOperation = {
  name: 'upgrade',
  subject: 'app',
  book: upgradeBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('wayBack') },
  usage: '/imapp upgrade <app>',
  role: 'operator',
  answers: false,
  needs: ['history', 'readings'],
  policy: () => freely,
  form,
  plan,
};

function form(situation: AppSituation, asked: Answers): Field[] | Refusal {
  const { app, rules, at } = situation;
  const no = obstacle('upgrade', app, { ...rules, at });
  if (no) return refusal(no, app, rules);
  const { paidPlans } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { draft, focus } = relieved(situation, asked);
  const chosen = paidPlans.find((it) => it === draft['plan']) ?? paidPlans[0];
  const items = chosen === undefined ? [] : addOnFields(rules, { ...app, plan: chosen, addOns: {} }, draft);
  return focused([planField(rules, paidPlans, chosen), ...items], focus);
}

function plan(situation: AppSituation, answers: Answers): Unpriced | Refusal {
  const { app, rules } = situation;
  const chosen = answers['plan'] ?? '';
  const addOns = addOnsFrom(rules, { ...app, plan: chosen }, answers);
  const after = { ...app, plan: chosen, addOns, state: 'active', validity: null } as const;
  const { freePlan, backToFree } = ruleSetOf(rules.catalogue, app.ruleSet);
  const free = planLabel(rules.catalogue, freePlan);
  return {
    moves: [{ after, changed: [] }], // an upgrade is not a change: the month's change stays unused
    lines: compared(rules, app, after),
    warnings: planWarnings(situation, after),
    loss: null,
    undo: backToFree ? wayBack(situation, free) : say('noReturn', { free }),
    done: say('done', { app: named(app), plan: planLabel(rules.catalogue, chosen) }),
    next: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** How it can be taken back, and from when on where this month's change of the plan is used. */
function wayBack({ rules: { calendar }, history, at }: AppSituation, free: Text): Phrase {
  const allowance = changeAllowance(history, 'plan', at, calendar);
  return allowance.used ? say('returnFrom', { free, again: allowance.again }) : say('return', { free });
}
