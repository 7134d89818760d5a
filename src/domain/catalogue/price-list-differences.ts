import { toPrice } from '../billing/money.js';
import { listOn } from './merge-price-lists.js';
import type { PriceListSource } from './schema.js';

/**
 * A sentence about the first price that days before `today` would lose or change; null if they keep all prices. Prices
 * of what had none are no change: nothing can have been charged for it.
 */
export function firstChangedPrice(
  used: readonly PriceListSource[],
  proposed: readonly PriceListSource[],
  today: string,
): string | null {
  const days = [...new Set([...used, ...proposed].map(({ from }) => from))].filter((day) => day < today).sort();
  for (const day of days) {
    const [before, after] = [listOn(used, day), listOn(proposed, day)];
    const changed = before && firstDifference(before, after);
    if (changed) return `${changed}, on days from ${before.from} on, which have passed`;
  }
  return null;
}

function firstDifference(before: PriceListSource, after: PriceListSource | undefined): string | null {
  if (!after) return 'there would be no price list';
  if (before.currency !== after.currency)
    return `the currency would be ${after.currency} instead of ${before.currency}`;
  const places = [undefined, ...Object.keys(before.dataCenters), ...Object.keys(after.dataCenters)];
  for (const place of places) {
    const [was, is] = [amountsIn(before, place), amountsIn(after, place)];
    const id = [...was.keys()].find((key) => is.get(key) !== was.get(key));
    if (id !== undefined) {
      const where = place === undefined ? '' : ` in ${place}`;
      return `${id}${where} would cost ${is.get(id) ?? 'nothing'} instead of ${was.get(id)}`;
    }
  }
  return null;
}

/** Every amount of a list by what it is for, in a normal form; in a data center or, if undefined, in those without own. */
function amountsIn(list: PriceListSource, place: string | undefined): ReadonlyMap<string, string> {
  const { plans, addOns, overage } = (place === undefined ? undefined : list.dataCenters[place]) ?? {};
  return new Map([
    ...amounts('plans', { ...list.plans, ...plans }),
    ...amounts('addOns', { ...list.addOns, ...addOns }),
    ...Object.entries({ ...list.overage, ...overage }).map(
      ([id, { price, per }]) => [`overage.${id}`, `${normal(price)} for each ${per}`] as const,
    ),
  ]);
}

interface Amounts {
  readonly [id: string]: string | Amounts;
}

function amounts(path: string, section: Amounts): (readonly [string, string])[] {
  return Object.entries(section).flatMap(([id, entry]) =>
    typeof entry === 'string' ? [[`${path}.${id}`, normal(entry)] as const] : amounts(`${path}.${id}`, entry),
  );
}

/** The price without zeros that say nothing: "1.50" is "1.5". */
function normal(price: string): string {
  return String(Number(toPrice(price)) / 1_000_000);
}
