import { modeFor, newRuleSet } from '../domain/billing-mode.js';
import { ruleSetOf } from '../domain/catalogue/catalogue.js';
import { dataCenterLabel, planLabel } from '../domain/labels.js';
import { freeValidity, type ValidityPeriod } from '../domain/validity.js';
import { type FormValues, isRefusal, type Refusal } from './change-plan.js';
import type { OperationContext, Rules } from './operation.js';
import { registerPhrases } from './registration.phrases.js';

const { phrase } = registerPhrases;

/** Form values: the rule set for new apps of the billing mode, and the free plan of the rule set. */
export const automaticRuleSet = 'automatic';
export const freePlanValue = 'free';

export type RegistrationContext = Pick<OperationContext, 'rules' | 'at' | 'recordedMode'>;

/** The rule set and the plan of a registration; or why they do not fit. */
export function selectedPlan(
  ctx: RegistrationContext,
  values: FormValues,
): { readonly ruleSet: string; readonly plan: string } | Refusal {
  const ruleSet = ruleSetFor(ctx, values);
  return typeof ruleSet === 'string' ? planOf(ctx.rules, ruleSet, values) : ruleSet;
}

/** For how long the selected plan is valid; null if it does not end, or if the selection does not fit. */
export function validityPeriod(ctx: RegistrationContext, values: FormValues): ValidityPeriod | null {
  const selected = selectedPlan(ctx, values);
  if (isRefusal(selected)) return null;
  const ruleSet = ruleSetOf(ctx.rules.catalogue, selected.ruleSet);
  return selected.plan === ruleSet.freePlan ? freeValidity(ruleSet) : null;
}

/** The start of the creation date in the billing time zone; by default of today. */
export function creationOf({ rules, at }: Pick<RegistrationContext, 'rules' | 'at'>, values: FormValues): string {
  return rules.calendar.startOfDay(values['createdAt'] ?? rules.calendar.dayOf(at));
}

/** The rule set for the account, data center and creation date; or the selected one, if it is of that billing mode. */
function ruleSetFor(ctx: RegistrationContext, values: FormValues): string | Refusal {
  const { rules, recordedMode: recorded } = ctx;
  const { account = '', dataCenter = '' } = values;
  const location = { account, dataCenter: dataCenterLabel(rules.catalogue, dataCenter) };
  const modeResult = modeFor({ recorded, dataCenter, createdAt: creationOf(ctx, values) }, rules);
  if ('conflict' in modeResult) {
    const nextActions = [{ operation: 'correct-mode' }];
    return { field: 'createdAt', reason: phrase('conflict', { ...location, until: modeResult.from }), nextActions };
  }
  // One that is unknown is refused by the form.
  const selected = rules.catalogue.ruleSets[values['ruleSet'] ?? automaticRuleSet];
  if (selected === undefined) return newRuleSet(modeResult.mode, rules.catalogue);
  const { id, mode, label } = selected;
  return mode === modeResult.mode
    ? id
    : { field: 'ruleSet', reason: phrase('wrongMode', { ...location, ruleSet: label }) };
}

function planOf({ catalogue }: Rules, ruleSet: string, values: FormValues) {
  const { freePlan, paidPlans, label } = ruleSetOf(catalogue, ruleSet);
  const selected = values['plan'];
  if (selected === undefined || selected === freePlanValue) return { ruleSet, plan: freePlan };
  if ([freePlan, ...paidPlans].includes(selected)) return { ruleSet, plan: selected };
  return { field: 'plan', reason: phrase('wrongPlan', { plan: planLabel(catalogue, selected), ruleSet: label }) };
}
