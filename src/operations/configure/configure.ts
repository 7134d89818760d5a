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
import { addOnFields, addOnsFrom, diffLines, planField, prefillForLimit, saleTo, withFocus } from '../plan-form.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { refusalPhrases } from '../refusal.phrases.js';
import { configurePhrases } from './phrases.js';

const { phrase } = configurePhrases;

/** Changes the plan and value-added items of a paid app, each at most once per calendar month. */
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

function form(ctx: AppOperationContext, prefill: FormValues): Field[] | Refusal {
  const { app, rules, at } = ctx;
  const found = obstacle('configure', app, { ...rules, at });
  if (found) return refusal(found, app, rules);
  const { paidPlans, freePlan, backToFree, label: ruleSet } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { values, focus } = prefillForLimit(ctx, prefill);
  if (values['plan'] === freePlan && !backToFree) {
    const free = planLabel(rules.catalogue, freePlan);
    return { field: 'plan', reason: refusalPhrases.phrase('noWayBack', { ruleSet, plan: free }) };
  }
  const plans = backToFree ? [...paidPlans, freePlan] : paidPlans;
  const selected = plans.find((plan) => plan === values['plan']) ?? app.plan;
  const { kept } = carryOver(rules.catalogue, { ruleSet: app.ruleSet, plan: selected }, app.addOns);
  const items = addOnFields(saleTo(ctx), { ...app, plan: selected, addOns: kept }, values);
  return withFocus([planField(saleTo(ctx), plans, selected), ...items], focus);
}

function plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const { app, rules } = ctx;
  const newPlan = values['plan'] ?? app.plan;
  const { freePlan, freeValidityMonths } = ruleSetOf(rules.catalogue, app.ruleSet);
  const months = newPlan === freePlan ? freeValidityMonths : null;
  const after: App = {
    ...app,
    plan: newPlan,
    addOns: addOnsFrom(rules, { ...app, plan: newPlan }, values),
    validity: months === null ? null : newValidity(ctx.at, months, rules.calendar),
  };
  const changed = changedItems(ctx, after);
  if (changed.length === 0) return { field: 'plan', reason: operationsPhrases.phrase('noChange') };
  const used = changed.map((item) => allowanceRefusal(ctx, item, after.addOns)).find((result) => result !== null);
  if (used) return used;

  const again = rules.calendar.nextMonthStart(ctx.at);
  const items = changed.map((item) => itemLabel(ctx, item));
  return {
    updates: [{ after, usesAllowance: changed }],
    lines: diffLines(rules, app, after),
    warnings: [...planWarnings(ctx, after), operationsPhrases.phrase('usesAllowance', { items, again })],
    loss: null,
    undo: newPlan === freePlan ? phrase('undoFree') : phrase('undo', { again }),
    done: phrase('done', { app: appName(app), plan: planLabel(rules.catalogue, newPlan) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** `plan` and the items that differ from what a change of plan alone would leave. Each uses its own allowance. */
function changedItems({ app, rules }: AppOperationContext, after: App): string[] {
  const { kept } = carryOver(rules.catalogue, after, app.addOns);
  const items = [...new Set([...Object.keys(kept), ...Object.keys(after.addOns)])];
  return [...(after.plan === app.plan ? [] : ['plan']), ...items.filter((item) => kept[item] !== after.addOns[item])];
}

/** The refusal if this month's change of the item is used; null if it is not, or if the change may be reverted. */
function allowanceRefusal(
  { app, rules, history, at }: AppOperationContext,
  item: string,
  newAddOns: AddOns,
): Refusal | null {
  const allowance = changeAllowance(history, item, at, rules.calendar);
  if (!allowance.used) return null;
  const { revertAlwaysAllowed } = ruleSetOf(rules.catalogue, app.ruleSet);
  const revert = { item, value: newAddOns[item] };
  if (revertAlwaysAllowed && item !== 'plan' && mayRevert(history, revert, { at, calendar: rules.calendar }))
    return null;
  const { usedAt, again } = allowance;
  const label = itemLabel({ rules }, item);
  return { field: item, reason: refusalPhrases.phrase('changeUsed', { item: label, usedAt, again }) };
}

function itemLabel({ rules }: Pick<AppOperationContext, 'rules'>, item: string) {
  return item === 'plan' ? operationsPhrases.phrase('plan') : addOnLabel(rules.catalogue, item);
}
