import { type Price, perMinor, toPrice } from '../billing/money.js';
import type { MonthSpan } from '../calendar.js';
import { type Dictionary, dictionary } from './dictionary.js';
import type { PriceListSource } from './schema.js';

type ByOption = Dictionary<Price>;
/** The price of an item: the same for all of its options, by option, or by plan. */
type ItemPrice = Price | ByOption | Dictionary<Price | ByOption>;

/** What usage above a free quota costs: `price` for each `per` units begun. */
interface OveragePrice {
  readonly price: Price;
  readonly per: number;
}

/** Monthly prices per app. */
interface Prices {
  readonly plans: Dictionary<Price>;
  readonly addOns: Dictionary<ItemPrice>;
  readonly overage: Dictionary<OveragePrice>;
}

/** The prices that hold from a day on, until the next list. */
export interface PriceList extends Prices {
  /** YYYY-MM-DD */
  readonly from: string;
  readonly currency: string;
  /** The date of the vendor's list, YYYY-MM-DD; null: these are not the vendor's prices. */
  readonly listed: string | null;
  /** One minor unit (cent) of the currency, as a price. */
  readonly perMinor: Price;
  /** The items that are not sold any more. */
  readonly withdrawn: readonly string[];
  readonly dataCenters: Dictionary<Prices>;
}

/** Where an app is: prices may depend on it. Undefined: the prices of data centers without their own. */
type DataCenter = string | undefined;

export function toPriceList({ from, currency, listed, withdrawn, dataCenters, ...prices }: PriceListSource): PriceList {
  const everywhere = toPrices(prices);
  return {
    ...everywhere,
    ...{ from, currency, listed, withdrawn },
    perMinor: perMinor(currency),
    dataCenters: dictionary(
      dataCenters,
      ({ plans: ownPlans = {}, addOns: ownAddOns = {}, overage: ownOverage = {} }) => {
        const { plans, addOns, overage } = toPrices({ plans: ownPlans, addOns: ownAddOns, overage: ownOverage });
        return {
          plans: dictionary({ ...everywhere.plans, ...plans }, (price) => price),
          addOns: dictionary({ ...everywhere.addOns, ...addOns }, (price) => price),
          overage: dictionary({ ...everywhere.overage, ...overage }, (price) => price),
        };
      },
    ),
  };
}

function toPrices({ plans, addOns, overage }: Pick<PriceListSource, 'plans' | 'addOns' | 'overage'>): Prices {
  return {
    plans: dictionary(plans, toPrice),
    addOns: dictionary(addOns, toItemPrice),
    overage: dictionary(overage, ({ price, per }) => ({ price: toPrice(price), per })),
  };
}

function toItemPrice(price: PriceListSource['addOns'][string]): ItemPrice {
  if (typeof price === 'string') return toPrice(price);
  return dictionary<string | Record<string, string>, Price | ByOption>(price, (each) =>
    typeof each === 'string' ? toPrice(each) : dictionary(each, toPrice),
  ) as ItemPrice;
}

/** The catalogue, as far as its prices are concerned: by day, ascending. */
interface WithPriceLists {
  readonly priceLists: readonly PriceList[];
}

/** The price list of a day, YYYY-MM-DD. */
export function priceListOn({ priceLists }: WithPriceLists, day: string): PriceList {
  const found = priceLists.findLast(({ from }) => from <= day) ?? priceLists[0];
  if (!found) throw new Error('The catalogue has no price list.');
  return found;
}

/** Days of a month, from 1, that are priced by one list; `last` is included. */
export interface PricePeriod {
  readonly list: PriceList;
  readonly first: number;
  readonly last: number;
}

/** The price lists of a month, oldest first. */
export function pricePeriods({ priceLists }: WithPriceLists, span: MonthSpan): readonly PricePeriod[] {
  const atStart = priceListOn({ priceLists }, `${span.month}-01`);
  const later = priceLists.filter(({ from }) => from > `${span.month}-01` && from.startsWith(span.month));
  return [atStart, ...later].map((list, i) => ({
    list,
    first: i === 0 ? 1 : dayOfMonth(list),
    last: later[i] ? dayOfMonth(later[i]) - 1 : span.days,
  }));
}

function dayOfMonth({ from }: PriceList): number {
  return Number(from.slice(8));
}

function pricesIn(list: PriceList, dataCenter: DataCenter): Prices {
  return (dataCenter === undefined ? undefined : list.dataCenters[dataCenter]) ?? list;
}

/** The monthly price of a plan. These throw if the price is missing: failing is safer than charging nothing. */
export function planPrice(list: PriceList, plan: string, dataCenter?: DataCenter): Price {
  return priced(pricesIn(list, dataCenter).plans[plan], plan, list);
}

/** A value-added item as it is held: on a plan, with its value. */
export interface HeldItem {
  readonly item: string;
  readonly plan: string;
  readonly value: number | true;
}

/** The monthly price of a value-added item. */
export function itemPrice(list: PriceList, held: HeldItem, dataCenter?: DataCenter): Price {
  return priced(itemPriceOf(pricesIn(list, dataCenter).addOns[held.item], held), held.item, list);
}

/** Whether the list has a price for the item as it would be held. An item that is not sold may have none. */
export function hasItemPrice(list: PriceList, held: HeldItem, dataCenter?: DataCenter): boolean {
  return itemPriceOf(pricesIn(list, dataCenter).addOns[held.item], held) !== undefined;
}

/** The price of one option of an item: by plan, by value, or the same for all. */
function itemPriceOf(price: ItemPrice | undefined, { plan, value }: HeldItem): Price | undefined {
  if (typeof price !== 'object') return price;
  const ofPlan = price[plan] ?? price[String(value)];
  return typeof ofPlan === 'object' ? ofPlan[String(value)] : ofPlan;
}

/** The price of usage of a metric above its free quota; undefined: the list does not charge it. */
export function overagePrice(list: PriceList, metric: string, dataCenter?: DataCenter): OveragePrice | undefined {
  return pricesIn(list, dataCenter).overage[metric];
}

function priced(price: Price | undefined, id: string, { from }: PriceList): Price {
  if (price === undefined) throw new Error(`The price list of ${from} has no price for "${id}".`);
  return price;
}
