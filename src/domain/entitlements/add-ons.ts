import type { AddOns, Subscription } from '../app.js';
import { type AddOnOffer, type Catalogue, ruleSetOf } from '../catalogue/catalogue.js';

/** The value-added items that a plan offers under a rule set. */
export function offersOf(catalogue: Catalogue, ruleSet: string, plan: string): readonly AddOnOffer[] {
  return ruleSetOf(catalogue, ruleSet).offers[plan] ?? [];
}

/** An item that a plan does not carry over, what it was at, and whether the plan includes as much without paying. */
interface DroppedAddOn {
  readonly item: string;
  readonly was: number | true;
  readonly included: boolean;
}

/**
 * Which value-added items stay when the plan becomes `to.plan`. What the plan does not offer falls away, and so does
 * what it includes. Decision: falling away is part of the change of plan; it does not use up the item's own change.
 */
export function carryOver(
  catalogue: Catalogue,
  to: Omit<Subscription, 'addOns'>,
  addOns: AddOns,
): { readonly kept: AddOns; readonly dropped: readonly DroppedAddOn[] } {
  const offers = new Map(offersOf(catalogue, to.ruleSet, to.plan).map((offer) => [offer.item, offer]));
  const held = Object.entries(addOns);
  const stays = ([item, value]: [string, number | true]) =>
    value === true ? offers.get(item)?.kind === 'toggle' : offers.get(item)?.options.includes(value) === true;
  return {
    kept: Object.fromEntries(held.filter(stays)),
    dropped: held
      .filter((it) => !stays(it))
      .map(([item, was]) => ({ item, was, included: isIncluded(catalogue, to, { item, was }) })),
  };
}

/** Whether the plan has at least as much of what the item extends, without paying for it. */
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
