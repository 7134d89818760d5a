import type { Prices } from '../catalogue/catalogue.js';
import type { Price } from './money.js';

/** The monthly price of a plan or an item. Throws for one that was taken out of the price book: better none than free. */
export function monthlyPrice(prices: Prices, kind: 'plans' | 'addOns', id: string): Price {
  const price = prices[kind][id];
  if (price === undefined) throw new Error(`The price book has no price for "${id}".`);
  return price;
}
