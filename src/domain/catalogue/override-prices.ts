import type { CatalogueSource, PriceBook } from './schema.js';

/**
 * The catalogue with the prices of a price book. In the same currency, missing prices stay as listed. In another
 * currency the book must have every price; `readCatalogue` reports those that are missing.
 */
export function withPrices(source: CatalogueSource, book: PriceBook): CatalogueSource {
  const { prices: listed } = source;
  const sameCurrency = book.currency === undefined || book.currency === listed.currency;
  const base = sameCurrency ? listed : { plans: {}, addOns: {}, overage: {} };
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
