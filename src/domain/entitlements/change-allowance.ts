import type { AddOns, App, Configuration } from '../app.js';
import type { Calendar } from '../calendar.js';
import { type Catalogue, type RuleSet, ruleSetOf } from '../catalogue/catalogue.js';
import { priceListOn } from '../catalogue/price-list.js';
import { obstacle, type StateRules } from '../states.js';
import { offersOf } from './add-ons.js';

/** Whether the plan or an item may be changed now. Instants are ISO in UTC. */
export type ChangeAllowance =
  | { readonly mayChange: 'freely' }
  /** What the rules allow is used since `usedAt`; `again`: the first instant at which it may be changed again. */
  | { readonly mayChange: 'not'; readonly usedAt: string; readonly again: string }
  /** The same, but it may be put back now to what it was; an undefined value is the plan's default. */
  | {
      readonly mayChange: 'back';
      readonly to: number | true | undefined;
      readonly usedAt: string;
      readonly again: string;
    };

interface AllowanceRules {
  readonly catalogue: Catalogue;
  readonly calendar: Calendar;
  /** Now, an ISO instant in UTC. */
  readonly at: string;
}

/**
 * Whether the plan (`plan`) or a value-added item (its id) may be changed: each as often as the rule set allows in a
 * period of the billing time zone, such as once per calendar month. Previews, what is shown, the API and refusals all go
 * by this.
 *
 * Decision (`legacy-monthly`): an item may be put back to its value at the start of the period although its change is
 * used; scenario 1 of the source does so. That is a change too, and the last one of the period.
 */
export function changeAllowance(
  { ruleSet, history }: { readonly ruleSet: string; readonly history: readonly Configuration[] },
  item: string,
  { catalogue, calendar, at }: AllowanceRules,
): ChangeAllowance {
  const { allowance, revertAlwaysAllowed } = ruleSetOf(catalogue, ruleSet);
  const start = calendar.startOfPeriod(at, allowance.per);
  const again = calendar.nextPeriodStart(at, allowance.per);
  const changes = history.filter(
    ({ usedAllowances, effectiveFrom }) =>
      usedAllowances.includes(item) && effectiveFrom >= start && effectiveFrom < again,
  );
  const usedAt = changes.at(-1)?.effectiveFrom;
  if (usedAt === undefined || changes.length < allowance.changes) return { mayChange: 'freely' };
  const to = history.filter(({ effectiveFrom }) => effectiveFrom <= start).at(-1)?.addOns[item];
  const mayRevert = revertAlwaysAllowed && item !== 'plan' && changes.length === allowance.changes;
  return mayRevert && to !== history.at(-1)?.addOns[item]
    ? { mayChange: 'back', to, usedAt, again }
    : { mayChange: 'not', usedAt, again };
}

/** Whether the allowance lets the item become what it is in `addOns`. */
export function allowsChange(allowance: ChangeAllowance, item: string, addOns: AddOns): boolean {
  return allowance.mayChange === 'freely' || (allowance.mayChange === 'back' && allowance.to === addOns[item]);
}

/** The allowances that an upgrade uses. Decision: it counts as the change of the plan only where the rule set says so. */
export function usedByUpgrade({ upgradeUsesAllowance }: Pick<RuleSet, 'upgradeUsesAllowance'>): readonly string[] {
  return upgradeUsesAllowance ? ['plan'] : [];
}

/** The plan and the items of an app that can be changed in its state, each with its allowance. */
export function changeAllowances(
  { app, history }: { readonly app: App; readonly history: readonly Configuration[] },
  rules: StateRules & { readonly at: string },
): readonly { readonly item: string; readonly allowance: ChangeAllowance }[] {
  return changeableItems(app, rules).map((item) => ({
    item,
    allowance: changeAllowance({ ruleSet: app.ruleSet, history }, item, rules),
  }));
}

function changeableItems(app: App, rules: StateRules & { readonly at: string }): readonly string[] {
  const { catalogue, calendar, at } = rules;
  if (obstacle('configure', app, rules) === null) {
    const { withdrawn } = priceListOn(catalogue, calendar.dayOf(at));
    const items = offersOf(catalogue, app.ruleSet, app.plan).map(({ item }) => item);
    return ['plan', ...items.filter((item) => !withdrawn.includes(item) || app.addOns[item] !== undefined)];
  }
  return obstacle('upgrade', app, rules) === null ? usedByUpgrade(ruleSetOf(catalogue, app.ruleSet)) : [];
}
