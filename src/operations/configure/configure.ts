import type { AddOns, App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { carryOver } from '../../domain/entitlements/add-ons.js';
import { changeAllowance, mayRevert } from '../../domain/entitlements/change-allowance.js';
import { addOnLabel, planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { newValidity } from '../../domain/validity.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName, operationsPhrases } from '../phrases.js';
import { addOnFields, addOnsFrom, diffLines, planField, prefillForLimit, withFocus } from '../plan-form.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { refusalPhrases } from '../refusal.phrases.js';
import { configurePhrases } from './phrases.js';

const { phrase } = configurePhrases;

/** Plan and value-added items of a paid app, each once per calendar month. */
export const configure: AppOperation = {
  name: 'configure',
  subject: 'app',
  phrases: configurePhrases,
  text: { title: phrase('title'), label: phrase('label'), summary: phrase('summary'), undo: phrase('wayBack') },
  usage: '/imapp configure <app>',
  role: 'operator',
  readOnly: false,
  requires: ['history', 'readings'],
  policy: () => noConfirmation,
  form,
  plan,
};

function form(situation: AppOperationContext, asked: FormValues): Field[] | Refusal {
  const { app, rules, at } = situation;
  const no = obstacle('configure', app, { ...rules, at });
  if (no) return refusal(no, app, rules);
  const { paidPlans, freePlan, backToFree, label: ruleSet } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { draft, focus } = prefillForLimit(situation, asked);
  if (draft['plan'] === freePlan && !backToFree) {
    const free = planLabel(rules.catalogue, freePlan);
    return { field: 'plan', reason: refusalPhrases.phrase('noWayBack', { ruleSet, plan: free }) };
  }
  const plans = backToFree ? [...paidPlans, freePlan] : paidPlans;
  const chosen = plans.find((it) => it === draft['plan']) ?? app.plan;
  const { kept } = carryOver(rules.catalogue, { ruleSet: app.ruleSet, plan: chosen }, app.addOns);
  const items = addOnFields(rules, { ...app, plan: chosen, addOns: kept }, draft);
  return withFocus([planField(rules, plans, chosen), ...items], focus);
}

function plan(situation: AppOperationContext, answers: FormValues): UnpricedPlan | Refusal {
  const { app, rules } = situation;
  const chosen = answers['plan'] ?? app.plan;
  const { freePlan, freeValidityMonths } = ruleSetOf(rules.catalogue, app.ruleSet);
  const months = chosen === freePlan ? freeValidityMonths : null;
  const after: App = {
    ...app,
    plan: chosen,
    addOns: addOnsFrom(rules, { ...app, plan: chosen }, answers),
    validity: months === null ? null : newValidity(situation.at, months, rules.calendar),
  };
  const changed = whatChanges(situation, after);
  if (changed.length === 0) return { field: 'plan', reason: operationsPhrases.phrase('noChange') };
  const used = changed.map((item) => spent(situation, item, after.addOns)).find((it) => it !== null);
  if (used) return used;

  const again = rules.calendar.nextMonthStart(situation.at);
  const items = changed.map((item) => itemLabel(situation, item));
  return {
    updates: [{ after, usesAllowance: changed }],
    lines: diffLines(rules, app, after),
    warnings: [...planWarnings(situation, after), operationsPhrases.phrase('usesAllowance', { items, again })],
    loss: null,
    undo: chosen === freePlan ? phrase('undoFree') : phrase('undo', { again }),
    done: phrase('done', { app: appName(app), plan: planLabel(rules.catalogue, chosen) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** The plan, and the items that differ from what a change of plan alone would leave: each uses its own allowance. */
function whatChanges({ app, rules }: AppOperationContext, after: App): string[] {
  const { kept } = carryOver(rules.catalogue, after, app.addOns);
  const items = [...new Set([...Object.keys(kept), ...Object.keys(after.addOns)])];
  return [...(after.plan === app.plan ? [] : ['plan']), ...items.filter((item) => kept[item] !== after.addOns[item])];
}

/** Why this month's change of the item is used up; null while it is not, or where it is put back as it may. */
function spent({ app, rules, history, at }: AppOperationContext, item: string, asked: AddOns): Refusal | null {
  const allowance = changeAllowance(history, item, at, rules.calendar);
  if (!allowance.used) return null;
  const { revertAlwaysAllowed } = ruleSetOf(rules.catalogue, app.ruleSet);
  const to = { item, value: asked[item] };
  if (revertAlwaysAllowed && item !== 'plan' && mayRevert(history, to, { at, calendar: rules.calendar })) return null;
  const { usedAt, again } = allowance;
  const label = itemLabel({ rules }, item);
  return { field: item, reason: refusalPhrases.phrase('changeUsed', { item: label, usedAt, again }) };
}

function itemLabel({ rules }: Pick<AppOperationContext, 'rules'>, item: string) {
  return item === 'plan' ? operationsPhrases.phrase('plan') : addOnLabel(rules.catalogue, item);
}
