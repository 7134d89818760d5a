import type { Calendar } from '../calendar.js';
import { type DatedPriceList, firstDay, listOn, mergePriceLists } from './merge-price-lists.js';
import { firstChangedPrice } from './price-list-differences.js';
import type { OwnPriceList, PriceBook, PriceListSource } from './schema.js';

/** The price lists that the bot has gone by. */
export interface PriceLists {
  /** The vendor's. */
  readonly catalogue: readonly PriceListSource[];
  /** The shop's own. */
  readonly own: readonly DatedPriceList[];
}

export interface KeptPriceLists extends PriceLists {
  /** Whether there was a file of which it is not known what it was: lists had no days then. */
  readonly unknownFile: boolean;
}

/** What the bot would go by now: the vendor's lists that it comes with, and the shop's file. */
interface PriceListProposal {
  readonly shipped: readonly PriceListSource[];
  /** Null: the file cannot be used. Empty: there is none. */
  readonly book: PriceBook | null;
  /** Whether something may have been charged for days before today. */
  readonly charged: boolean;
}

export interface AcceptedPriceLists extends PriceLists {
  /** Why not everything that was proposed is taken, one sentence each. */
  readonly problems: readonly string[];
}

interface AcceptanceRules {
  readonly calendar: Calendar;
  /** An ISO instant in UTC. */
  readonly at: string;
  /** What is wrong with merged lists in themselves. */
  problemsOf(merged: readonly PriceListSource[]): readonly string[];
}

/**
 * The lists to go by: the proposed ones, if days that have passed keep the prices that they had. Otherwise as much of
 * the proposal as possible, and the kept ones for the rest.
 *
 * Decision: a list without a day holds from the day on which it is first seen; in another currency from the first day of
 * a month, since a month has one currency. A shop without a file goes on with the lists that it has used.
 */
export function acceptPriceLists(
  kept: KeptPriceLists,
  { shipped, book, charged }: PriceListProposal,
  { calendar, at, problemsOf }: AcceptanceRules,
): AcceptedPriceLists {
  const today = calendar.dayOf(at);
  const used = usedLists(kept, { shipped, charged });
  const vendorToday = listOn(mergePriceLists(used.catalogue, used.own), today);
  const own = book === null ? kept.own : datedLists(book, kept, newListStart({ calendar, at, charged }, vendorToday));
  const problems = (lists: PriceLists) => {
    const merged = mergePriceLists(lists.catalogue, lists.own);
    const changed = used.binding ? firstChangedPrice(mergePriceLists(used.catalogue, used.own), merged, today) : null;
    return changed === null ? problemsOf(merged) : [changed];
  };
  const candidates: PriceLists[] = [
    { catalogue: shipped, own },
    { catalogue: shipped, own: used.own },
    { catalogue: used.catalogue, own },
  ];
  const found = candidates.find((lists) => problems(lists).length === 0) ?? { ...used };
  const [proposed] = candidates;
  return { catalogue: found.catalogue, own: found.own, problems: proposed ? problems(proposed) : [] };
}

/** The lists by which days have been charged; `binding`: if there are such days, and it is known by which lists. */
function usedLists(
  kept: KeptPriceLists,
  { shipped, charged }: Pick<PriceListProposal, 'shipped' | 'charged'>,
): PriceLists & { readonly binding: boolean } {
  const catalogue = kept.catalogue.map((list) => withNewPrices(list, listOn(shipped, list.from)));
  return {
    catalogue: catalogue.length > 0 ? catalogue : shipped,
    own: kept.own.map((list) => withoutUnpricedItems(list, listOn(shipped, list.from))),
    binding: charged && !kept.unknownFile,
  };
}

/** A kept list of a shop: an item that the catalogue did not have then, and that it does not price, is not sold. */
function withoutUnpricedItems(own: DatedPriceList, shipped: PriceListSource | undefined): DatedPriceList {
  if (own.currency === undefined || own.currency === shipped?.currency) return own;
  const unpriced = Object.keys(shipped?.addOns ?? {}).filter((item) => own.addOns?.[item] === undefined);
  return unpriced.length === 0 ? own : { ...own, withdrawn: [...new Set([...(own.withdrawn ?? []), ...unpriced])] };
}

/** A kept list of the vendor, with the prices of what the catalogue did not have then. */
function withNewPrices(kept: PriceListSource, shipped: PriceListSource | undefined): PriceListSource {
  if (shipped?.currency !== kept.currency) return kept;
  return {
    ...kept,
    plans: { ...shipped.plans, ...kept.plans },
    addOns: { ...shipped.addOns, ...kept.addOns },
    overage: { ...shipped.overage, ...kept.overage },
  };
}

/** From when a list without a day holds. */
function newListStart(
  { calendar, at, charged }: { readonly calendar: Calendar; readonly at: string; readonly charged: boolean },
  current: PriceListSource | undefined,
): (list: OwnPriceList) => string {
  const today = calendar.dayOf(at);
  const { month, next } = calendar.spanOf(calendar.monthOf(at));
  return ({ currency = current?.currency }) => {
    if (currency === current?.currency) return today;
    return charged && !today.endsWith('-01') ? `${next}-01` : `${month}-01`;
  };
}

/** The lists of the file with their days; a list without a day that was seen before keeps the day of then. */
function datedLists(
  book: PriceBook,
  { own, unknownFile }: KeptPriceLists,
  startOf: (list: OwnPriceList) => string,
): readonly DatedPriceList[] {
  const [first] = book;
  if (first === undefined || first.from !== undefined) return book.map((list) => ({ ...list, from: list.from ?? '' }));
  const newest = listOn(own, '9999-12-31');
  if (newest && isSameList(newest, first)) return own;
  const from = unknownFile ? firstDay : startOf(first);
  return [...own.filter((list) => list.from < from), { ...first, from }];
}

function isSameList({ from: _, ...kept }: DatedPriceList, list: OwnPriceList): boolean {
  return stableJson(kept) === stableJson({ ...list, from: undefined });
}

/** JSON with sorted keys: the database returns them in another order. */
function stableJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
