import type { Catalogue } from './catalogue.js';
import { dictionary } from './dictionary.js';
import { priceListOn } from './price-list.js';

/** The catalogue as it is sold on a day, YYYY-MM-DD: without the items that are not sold any more. */
export function onSale(catalogue: Catalogue, day: string): Catalogue {
  const { withdrawn } = priceListOn(catalogue, day);
  if (withdrawn.length === 0) return catalogue;
  const ruleSets = dictionary(catalogue.ruleSets, ({ offers, ...rules }) => ({
    ...rules,
    offers: dictionary(offers, (items) => items.filter(({ item }) => !withdrawn.includes(item))),
  }));
  return { ...catalogue, ruleSets };
}
