import type { CatalogueSource } from './schema.js';

/**
 * Billing modes, and since when the first app of an account in a data center gets them: the newest that exists there.
 * Source: Tencent Cloud IM, "Billing mode comparison": the legacy billing mode ended for new customers on 2022-12-26.
 */
export const modes = {
  legacy: { from: null },
  current: { from: '2022-12-26' },
} satisfies CatalogueSource['modes'];
