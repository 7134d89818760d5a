import { addOns } from './add-ons.js';
import { dataCenters } from './data-centers.js';
import { features } from './features.js';
import { metrics } from './metrics.js';
import { plans } from './plans.js';
import { prices } from './prices.js';
import { ruleSets } from './rule-sets/index.js';
import type { CatalogueSource } from './schema.js';

/** The vendor's catalogue: three rule sets, six plans. */
export const standardCatalogue: CatalogueSource = { metrics, features, addOns, plans, prices, ruleSets, dataCenters };
