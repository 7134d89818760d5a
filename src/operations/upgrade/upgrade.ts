import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { changeAllowance } from '../../domain/entitlements/change-allowance.js';
import { planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { addOnFields, addOnsFrom, diffLines, planField, prefillForLimit, withFocus } from '../plan-form.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { upgradePhrases } from './phrases.js';

const { phrase } = upgradePhrases;

/** From the free plan to a paid one, with value-added items where the rule set has them. */
export const upgrade: AppOperation = {
  name: 'upgrade',
  subject: 'app',
  phrases: upgradePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('wayBack') },
  usage: '/imapp upgrade <app>',
  role: 'operator',
  readOnly: false,
  requires: ['history', 'readings'],
  policy: () => noConfirmation,
  form,
  plan,
};

function form(situation: AppOperationContext, asked: FormValues): Field[] | Refusal {
  const { app, rules, at } = situation;
  const no = obstacle('upgrade', app, { ...rules, at });
  if (no) return refusal(no, app, rules);
  const { paidPlans } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { draft, focus } = prefillForLimit(situation, asked);
  const chosen = paidPlans.find((it) => it === draft['plan']) ?? paidPlans[0];
  const items = chosen === undefined ? [] : addOnFields(rules, { ...app, plan: chosen, addOns: {} }, draft);
  return withFocus([planField(rules, paidPlans, chosen), ...items], focus);
}

function plan(situation: AppOperationContext, answers: FormValues): UnpricedPlan | Refusal {
  const { app, rules } = situation;
  const chosen = answers['plan'] ?? '';
  const addOns = addOnsFrom(rules, { ...app, plan: chosen }, answers);
  const after = { ...app, plan: chosen, addOns, state: 'active', validity: null } as const;
  const { freePlan, backToFree } = ruleSetOf(rules.catalogue, app.ruleSet);
  const free = planLabel(rules.catalogue, freePlan);
  return {
    updates: [{ after, usesAllowance: [] }], // an upgrade is not a change: the month's change stays unused
    lines: diffLines(rules, app, after),
    warnings: planWarnings(situation, after),
    loss: null,
    undo: backToFree ? wayBack(situation, free) : phrase('noReturn', { free }),
    done: phrase('done', { app: appName(app), plan: planLabel(rules.catalogue, chosen) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** How it can be taken back, and from when on where this month's change of the plan is used. */
function wayBack({ rules: { calendar }, history, at }: AppOperationContext, free: Text): Phrase {
  const allowance = changeAllowance(history, 'plan', at, calendar);
  return allowance.used ? phrase('returnFrom', { free, again: allowance.again }) : phrase('return', { free });
}
