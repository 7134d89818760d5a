import type { CatalogueSource, PriceBook } from './schema.js';

/**
 * The catalogue with a price book of a shop's own. What the book leaves out is as listed, so long as its currency is
 * the same; in another currency it must price everything itself, and `readCatalogue` says what is missing.
 */
export function withPrices(source: CatalogueSource, book: PriceBook): CatalogueSource {
  const { prices: listed } = source;
  const same = book.currency === undefined || book.currency === listed.currency;
  const base = same ? listed : { plans: {}, addOns: {}, overage: {} };
  return {
    ...source,
    prices: {
      currency: book.currency ?? listed.currency,
      listed: book.listed ?? listed.listed,
      plans: { ...base.plans, ...book.plans },
      addOns: { ...base.addOns, ...book.addOns },
      overage: { ...base.overage, ...book.overage },
    },
  };
}
