import type { CatalogueSource } from '../schema.js';
import { current } from './current.js';
import { legacyDaily } from './legacy-daily.js';
import { legacyMonthly } from './legacy-monthly.js';

/** Every rule set. */
export const ruleSets = {
  'legacy-monthly': legacyMonthly,
  'legacy-daily': legacyDaily,
  current,
} satisfies CatalogueSource['ruleSets'];
