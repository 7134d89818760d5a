import type { AddOns, App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { carriedOver } from '../../domain/entitlements/add-ons.js';
import { changeAllowance, mayPutBack } from '../../domain/entitlements/change-allowance.js';
import { addOnLabel, planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import { newValidity } from '../../domain/validity.js';
import type { Answers, Refusal, Unpriced } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppSituation, freely } from '../operation.js';
import { operationBook } from '../phrases.js';
import { addOnFields, addOnsFrom, compared, focused, named, planField, relieved } from '../plan-form.js';
import { planWarnings } from '../plan-warnings.js';
import { refusal } from '../refusal.js';
import { refusalBook } from '../refusal.phrases.js';
import { configureBook } from './phrases.js';

const { say } = configureBook;

/** Plan and value-added items of a paid app, each once per calendar month. */
export const configure: AppOperation = {
  name: 'configure',
  subject: 'app',
  book: configureBook,
  text: { title: say('title'), label: say('label'), summary: say('summary'), undo: say('wayBack') },
  usage: '/imapp configure <app>',
  role: 'operator',
  answers: false,
  needs: ['history', 'readings'],
  policy: () => freely,
  form,
  plan,
};

function form(situation: AppSituation, asked: Answers): Field[] | Refusal {
  const { app, rules, at } = situation;
  const no = obstacle('configure', app, { ...rules, at });
  if (no) return refusal(no, app, rules);
  const { paidPlans, freePlan, backToFree, label: ruleSet } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { draft, focus } = relieved(situation, asked);
  if (draft['plan'] === freePlan && !backToFree) {
    const free = planLabel(rules.catalogue, freePlan);
    return { field: 'plan', reason: refusalBook.say('noWayBack', { ruleSet, plan: free }) };
  }
  const plans = backToFree ? [...paidPlans, freePlan] : paidPlans;
  const chosen = plans.find((it) => it === draft['plan']) ?? app.plan;
  const { kept } = carriedOver(rules.catalogue, { ruleSet: app.ruleSet, plan: chosen }, app.addOns);
  const items = addOnFields(rules, { ...app, plan: chosen, addOns: kept }, draft);
  return focused([planField(rules, plans, chosen), ...items], focus);
}

function plan(situation: AppSituation, answers: Answers): Unpriced | Refusal {
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
  if (changed.length === 0) return { field: 'plan', reason: operationBook.say('noChange') };
  const used = changed.map((item) => spent(situation, item, after.addOns)).find((it) => it !== null);
  if (used) return used;

  const again = rules.calendar.nextMonthStart(situation.at);
  const items = changed.map((item) => itemLabel(situation, item));
  return {
    moves: [{ after, changed }],
    lines: compared(rules, app, after),
    warnings: [...planWarnings(situation, after), operationBook.say('usesAllowance', { items, again })],
    loss: null,
    undo: chosen === freePlan ? say('undoFree') : say('undo', { again }),
    done: say('done', { app: named(app), plan: planLabel(rules.catalogue, chosen) }),
    next: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** The plan, and the items that differ from what a change of plan alone would leave: each uses its own allowance. */
function whatChanges({ app, rules }: AppSituation, after: App): string[] {
  const { kept } = carriedOver(rules.catalogue, after, app.addOns);
  const items = [...new Set([...Object.keys(kept), ...Object.keys(after.addOns)])];
  return [...(after.plan === app.plan ? [] : ['plan']), ...items.filter((item) => kept[item] !== after.addOns[item])];
}

/** Why this month's change of the item is used up; null while it is not, or where it is put back as it may. */
function spent({ app, rules, history, at }: AppSituation, item: string, asked: AddOns): Refusal | null {
  const allowance = changeAllowance(history, item, at, rules.calendar);
  if (!allowance.used) return null;
  const { putBackAlwaysAllowed } = ruleSetOf(rules.catalogue, app.ruleSet);
  const to = { item, value: asked[item] };
  if (putBackAlwaysAllowed && item !== 'plan' && mayPutBack(history, to, { at, calendar: rules.calendar })) return null;
  const { usedAt, again } = allowance;
  const label = itemLabel({ rules }, item);
  return { field: item, reason: refusalBook.say('changeUsed', { item: label, usedAt, again }) };
}

function itemLabel({ rules }: Pick<AppSituation, 'rules'>, item: string) {
  return item === 'plan' ? operationBook.say('plan') : addOnLabel(rules.catalogue, item);
}
