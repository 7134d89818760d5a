import type { App } from '../../domain/app.js';
import { ruleSetOf } from '../../domain/catalogue/catalogue.js';
import { changeAllowance, usedByUpgrade } from '../../domain/entitlements/change-allowance.js';
import { planLabel } from '../../domain/labels.js';
import { obstacle } from '../../domain/states.js';
import type { Phrase, Text } from '../../i18n/phrase.js';
import { allowanceLines, changeUsedText } from '../allowance-text.js';
import type { FormValues, Refusal, UnpricedPlan } from '../change-plan.js';
import type { Field } from '../form.js';
import { type AppOperation, type AppOperationContext, noConfirmation } from '../operation.js';
import { appName } from '../phrases.js';
import { addOnFields, addOnsFrom, diffLines, planField, prefillForLimit, saleTo, withFocus } from '../plan-form.js';
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
  hints: ['metric'],
  requires: ['history', 'readings'],
  policy: () => noConfirmation,
  form,
  plan,
};

function form(ctx: AppOperationContext, prefill: FormValues): Field[] | Refusal {
  const { app, rules, at } = ctx;
  const found = obstacle('upgrade', app, { ...rules, at });
  if (found) return refusal(found, app, rules);
  const used = allowanceRefusal(ctx);
  if (used) return used;
  const { paidPlans } = ruleSetOf(rules.catalogue, app.ruleSet);
  const { values, focus } = prefillForLimit(ctx, prefill);
  const selected = paidPlans.find((plan) => plan === values['plan']) ?? paidPlans[0];
  const items = selected === undefined ? [] : addOnFields(saleTo(ctx), { ...app, plan: selected, addOns: {} }, values);
  return withFocus([planField(saleTo(ctx), paidPlans, selected), ...items], focus);
}

function plan(ctx: AppOperationContext, values: FormValues): UnpricedPlan | Refusal {
  const { app, rules } = ctx;
  const paidPlan = values['plan'] ?? '';
  const addOns = addOnsFrom(rules, { ...app, plan: paidPlan }, values);
  const after = { ...app, plan: paidPlan, addOns, state: 'active', validity: null } as const;
  const { freePlan, backToFree, ...ruleSet } = ruleSetOf(rules.catalogue, app.ruleSet);
  const used = usedByUpgrade(ruleSet);
  const free = planLabel(rules.catalogue, freePlan);
  return {
    updates: [{ after, usesAllowance: used }],
    lines: diffLines(rules, app, after),
    warnings: [...planWarnings(ctx, after), ...allowanceLines(ctx, after, used)],
    loss: null,
    undo: backToFree ? undoText(ctx, { after, used, free }) : phrase('noReturn', { free }),
    done: phrase('done', { app: appName(app), plan: planLabel(rules.catalogue, paidPlan) }),
    nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }],
  };
}

/** The refusal if an upgrade is a change of the plan, and that is used. */
function allowanceRefusal({ app, rules, history, at }: AppOperationContext): Refusal | null {
  const [item] = usedByUpgrade(ruleSetOf(rules.catalogue, app.ruleSet));
  if (item === undefined) return null;
  const allowance = changeAllowance({ ruleSet: app.ruleSet, history }, item, { ...rules, at });
  if (allowance.mayChange === 'freely') return null;
  return { field: item, reason: changeUsedText(rules, { item, plan: app.plan }, allowance) };
}

interface UpgradedApp {
  readonly after: App;
  readonly used: readonly string[];
  readonly free: Text;
}

/** How to go back to the free plan; with the date where the change of the plan is used. */
function undoText({ rules, history, at }: AppOperationContext, { after, used, free }: UpgradedApp): Phrase {
  const { ruleSet, plan, addOns, state } = after;
  const updated = { effectiveFrom: at, operation: 'upgrade', ruleSet, plan, addOns, state, usedAllowances: used };
  const allowance = changeAllowance({ ruleSet, history: [...history, updated] }, 'plan', { ...rules, at });
  return allowance.mayChange === 'freely'
    ? phrase('return', { free })
    : phrase('returnFrom', { free, again: allowance.again });
}
