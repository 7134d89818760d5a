import type { App } from './app.js';
import { newRuleSet } from './billing-mode.js';
import type { Calendar } from './calendar.js';
import { type Catalogue, ruleSetOf } from './catalogue/catalogue.js';
import { carryOver } from './entitlements/add-ons.js';
import { freeValidity, validityFromCreation } from './validity.js';

interface CorrectionRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** An ISO instant in UTC. */
  readonly at: string;
}

/**
 * The app as it would be on record under another billing mode: with the rule set for new apps of that mode.
 *
 * Decision: its plan is the counterpart in the comparison by which apps migrate, in either direction: the free plan stays
 * the free one, the paid plans keep their rank. Items that it does not offer fall away.
 */
export function inOtherMode(app: App, mode: string, { catalogue, calendar, at }: CorrectionRules): App {
  const ruleSet = ruleSetOf(catalogue, newRuleSet(mode, catalogue));
  const { freePlan, paidPlans } = ruleSetOf(catalogue, app.ruleSet);
  const rank = paidPlans.indexOf(app.plan);
  const plan = app.plan === freePlan ? ruleSet.freePlan : (ruleSet.paidPlans[rank] ?? ruleSet.paidPlans.at(-1) ?? '');
  const period = plan === ruleSet.freePlan ? freeValidity(ruleSet) : null;
  const target = { ruleSet: ruleSet.id, plan };
  return {
    ...app,
    ...target,
    addOns: carryOver(catalogue, target, app.addOns).kept,
    state: app.state === 'disabled' ? 'disabled' : 'active',
    validity: period === null ? null : validityFromCreation(app.createdAt, { period, at }, calendar),
  };
}
