import type { AddOns, App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { carryOver } from '../../domain/entitlements/add-ons.js';
import { allowsChange, changeAllowance, usedByUpgrade } from '../../domain/entitlements/change-allowance.js';
import { planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { freeValidity, newValidity } from '../../domain/validity.js';
import type { Phrase } from '../../i18n/phrase.js';
import { allowanceLines, allowancesAfter, changeUsedText } from '../allowance-text.js';
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
  hints: ['metric'],
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
  const ruleSet = ruleSetOf(rules.catalogue, app.ruleSet);
  const period = newPlan === ruleSet.freePlan ? freeValidity(ruleSet) : null;
  const after: App = {
    ...app,
    plan: newPlan,
    addOns: addOnsFrom(rules, { ...app, plan: newPlan }, values),
    validity: period === null ? null : newValidity(ctx.at, period, rules.calendar),
  };
  const changed = changedItems(ctx, after);
  if (changed.length === 0) return { field: 'plan', reason: operationsPhrases.phrase('noChange') };
  const used = changed.map((item) => allowanceRefusal(ctx, item, after.addOns)).find((result) => result !== null);
  if (used) return used;

  return {
    updates: [{ after, usesAllowance: changed }],
    lines: diffLines(rules, app, after),
    warnings: [...planWarnings(ctx, after), ...allowanceLines(ctx, after, changed)],
    loss: null,
    undo: undoText(ctx, after, changed),
    done: phrase('done', { app: appName(app), plan: planLabel(rules.catalogue, newPlan) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** What can be done about it afterwards, and when. */
function undoText(ctx: AppOperationContext, after: App, changed: readonly string[]): Phrase {
  const { freePlan, ...ruleSet } = ruleSetOf(ctx.rules.catalogue, after.ruleSet);
  const free = after.plan === freePlan;
  if (free && usedByUpgrade(ruleSet).length === 0) return phrase('undoFree');
  const used = allowancesAfter(ctx, after, changed);
  const again = used.find(({ item }) => !free || item === 'plan')?.allowance.again;
  if (again === undefined) return phrase(free ? 'undoFree' : 'undoNow');
  return phrase(free ? 'undoFreeFrom' : 'undo', { again });
}

/** `plan` and the items that differ from what a change of plan alone would leave. Each uses its own allowance. */
function changedItems({ app, rules }: AppOperationContext, after: App): string[] {
  const { kept } = carryOver(rules.catalogue, after, app.addOns);
  const items = [...new Set([...Object.keys(kept), ...Object.keys(after.addOns)])];
  return [...(after.plan === app.plan ? [] : ['plan']), ...items.filter((item) => kept[item] !== after.addOns[item])];
}

/** The refusal if the change of the item is used; null if it is not, or if this puts it back to what it was. */
function allowanceRefusal(
  { app, rules, history, at }: AppOperationContext,
  item: string,
  newAddOns: AddOns,
): Refusal | null {
  const allowance = changeAllowance({ ruleSet: app.ruleSet, history }, item, { ...rules, at });
  if (allowsChange(allowance, item, newAddOns) || allowance.mayChange === 'freely') return null;
  return { field: item, reason: changeUsedText(rules, { item, plan: app.plan }, allowance) };
}
