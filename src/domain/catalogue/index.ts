import { addOns } from './add-ons.js';
import { dataCenters } from './data-centers.js';
import { features } from './features.js';
import { metrics } from './metrics.js';
import { modes } from './modes.js';
import { plans } from './plans.js';
import { priceLists } from './price-lists.js';
import { ruleSets } from './rule-sets/index.js';
import { type CatalogueSource, type PriceListSource, priceListSchema } from './schema.js';

/** The vendor's catalogue: three rule sets, six plans. */
export const standardCatalogue: CatalogueSource = {
  metrics,
  features,
  addOns,
  plans,
  priceLists,
  modes,
  ruleSets,
  dataCenters,
};

/** The vendor's price lists. */
export const vendorPriceLists: readonly PriceListSource[] = standardCatalogue.priceLists.map((list) =>
  priceListSchema.parse(list),
);
