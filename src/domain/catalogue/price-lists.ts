import type { CatalogueSource } from './schema.js';

/**
 * Monthly prices per app. A shop's own lists, in the file named by PRICE_BOOK, go before them.
 * Source: Tencent Cloud IM, "Pricing" (legacy and current billing mode), in US dollars, as listed when the current
 * billing mode began.
 */
export const priceLists = [
  {
    from: '2022-12-26',
    listed: '2022-12-26',
    currency: 'USD',
    plans: {
      'legacy.trial': '0',
      'legacy.pro': '449.99',
      'legacy.flagship': '899.99',
      'current.developer': '0',
      'current.standard': '399',
      'current.premium': '699',
    },
    addOns: {
      unlimitedAvChatRooms: '449.99',
      contentFiltering: '149.99',
      maxGroupsPerUser: '449.99',
      maxMembersPerGroup: '239.99',
      messageStorageDays: {
        'legacy.pro': { 30: '99.99', 90: '179.99', 180: '269.99', 360: '399.99' },
        'legacy.flagship': { 90: '99.99', 180: '179.99', 360: '319.99' },
      },
    },
    // Usage above the free quota of a paid plan: per started `per` units, by the highest value of the month.
    overage: {
      dailyActiveUsers: { price: '449.99', per: 10_000 },
      peakGroups: { price: '449.99', per: 100_000 },
      monthlyActiveUsers: { price: '0.015', per: 1 },
    },
  },
] satisfies CatalogueSource['priceLists'];
