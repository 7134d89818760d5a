import type { OwnPriceList, PriceListSource } from './schema.js';

/** A shop's price list with the day from which it holds. */
export type DatedPriceList = OwnPriceList & { readonly from: string };

/** Before every day on which something was charged. */
export const firstDay = '0001-01-01';

/**
 * The vendor's lists with a shop's own over them, by day. In the same currency, what an own list leaves out is as the
 * vendor lists it on that day. In another currency it must have every price; `readCatalogue` reports those that are
 * missing. The vendor's first list also holds for the days before it; before a shop's first list the vendor's hold.
 */
export function mergePriceLists(
  listed: readonly PriceListSource[],
  own: readonly DatedPriceList[],
): readonly PriceListSource[] {
  const [first, ...others] = [...listed].sort(byDay);
  if (!first) return [];
  const vendor = [{ ...first, from: firstDay }, ...others];
  const days = [...new Set([...vendor, ...own].map(({ from }) => from))].sort();
  return days.flatMap((from) => {
    const base = listOn(vendor, from);
    return base ? [{ ...withOwnPrices(base, listOn(own, from)), from }] : [];
  });
}

/** The list that is in force on a day: the last one that begins on it or before. The lists may be in any order. */
export function listOn<L extends { readonly from: string }>(lists: readonly L[], day: string): L | undefined {
  return lists
    .filter(({ from }) => from <= day)
    .sort(byDay)
    .at(-1);
}

function byDay(a: { readonly from: string }, b: { readonly from: string }): number {
  return a.from < b.from ? -1 : 1;
}

function withOwnPrices(vendor: PriceListSource, own: DatedPriceList | undefined): PriceListSource {
  if (own === undefined) return vendor;
  const base =
    own.currency === undefined || own.currency === vendor.currency
      ? vendor
      : { plans: {}, addOns: {}, overage: {}, dataCenters: {} };
  return {
    from: own.from,
    currency: own.currency ?? vendor.currency,
    listed: null,
    plans: { ...base.plans, ...own.plans },
    addOns: { ...base.addOns, ...own.addOns },
    overage: { ...base.overage, ...own.overage },
    withdrawn: own.withdrawn ?? vendor.withdrawn,
    dataCenters: { ...base.dataCenters, ...own.dataCenters },
  };
}
