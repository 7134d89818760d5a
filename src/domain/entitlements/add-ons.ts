import type { AddOns, Subscription } from '../app.js';
import { type AddOnOffer, type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';

/** The value-added items that a plan offers under a rule set. */
export function offersOf(catalogue: Catalogue, ruleSet: string, plan: string): readonly AddOnOffer[] {
  return ruleSetOf(catalogue, ruleSet).offers[plan] ?? [];
}

/** An item that a new plan does not keep. */
interface DroppedAddOn {
  readonly item: string;
  /** The value before. */
  readonly was: number | true;
  /** Whether the new plan includes at least as much at no extra price. */
  readonly included: boolean;
}

/**
 * The value-added items that are kept and dropped when the plan changes to `to.plan`. An item is dropped if the plan
 * does not offer its value or includes it. Decision: this is part of the change of plan and does not use the change
 * allowance of the item.
 */
export function carryOver(
  catalogue: Catalogue,
  to: Omit<Subscription, 'addOns'>,
  addOns: AddOns,
): { readonly kept: AddOns; readonly dropped: readonly DroppedAddOn[] } {
  const offers = new Map(offersOf(catalogue, to.ruleSet, to.plan).map((offer) => [offer.item, offer]));
  const items = Object.entries(addOns);
  const isOffered = ([item, value]: [string, number | true]) =>
    value === true ? offers.get(item)?.kind === 'toggle' : offers.get(item)?.options.includes(value) === true;
  return {
    kept: Object.fromEntries(items.filter(isOffered)),
    dropped: items
      .filter((entry) => !isOffered(entry))
      .map(([item, was]) => ({ item, was, included: isIncluded(catalogue, to, { item, was }) })),
  };
}

/** Whether the plan's limit of the metric that the item extends is at least the item's value. */
function isIncluded(
  catalogue: Catalogue,
  { plan }: Pick<Subscription, 'plan'>,
  { item, was }: { readonly item: string; readonly was: number | true },
): boolean {
  const metric = catalogue.addOns[item]?.extends;
  const limit = metric === null || metric === undefined ? undefined : catalogue.plans[plan]?.limits[metric];
  if (limit === undefined) return false;
  return limit === null || (was !== true && limit >= was);
}
