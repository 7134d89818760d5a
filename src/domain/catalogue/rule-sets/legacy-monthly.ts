import type { CatalogueSource } from '../schema.js';
import { legacyAddOns, legacyMigratesTo, legacyPlans } from './legacy.js';

/**
 * The oldest rules: whole months, and no way back from disabling.
 * Source: Tencent Cloud IM, "Upgrading Your App", "Changing Configuration" and "Disabling Your App", in English and in
 * Korean (업데이트, 구성 변경, 비활성화), legacy billing mode; their examples are of 2019.
 */
export const legacyMonthly = {
  label: { en: 'Legacy rules, by month', ko: '기존 과금 규칙(월별)', zh: '旧计费规则(按月)' },
  mode: 'legacy',
  // Decision: they are for imported contracts. A new legacy app is charged by day.
  forNewApps: false,
  ...legacyPlans,
  // Content filtering is in the Korean table only; the English page names it in its text. It is off or on in each plan.
  addOns: {
    'legacy.pro': { ...legacyAddOns['legacy.pro'], contentFiltering: [] },
    'legacy.flagship': { ...legacyAddOns['legacy.flagship'], contentFiltering: [] },
  },
  // Decision: an item may always be reverted to its value at the start of the month. Scenario 1 of "Changing
  // Configuration" does so: rooms on the 15th, off again on the 25th. The revert is the last change of its month.
  revertAlwaysAllowed: true,
  // Decision: an upgrade is the month's change of the plan. "Assume you changed the service version of your app to Pro
  // Edition-Postpaid", which may be done once per calendar month. Otherwise an app that is on a paid plan except for one
  // night per month would never pay.
  upgradeUsesAllowance: true,
  // "After your app changes to Trial Edition …": the configuration can be changed back.
  backToFree: true,
  freeValidityMonths: null,
  // "Your app is disabled immediately and cannot be restored."
  restoreDays: null,
  // "No fees will be incurred until the first day of the next month after the plan is activated."
  feeMode: 'by-month',
  // Plan: "the bill generated on the third day of every month". Items: the scenarios get their bill on the 1st.
  bills: { plan: 3, items: 1 },
  migratesTo: legacyMigratesTo,
} satisfies CatalogueSource['ruleSets'][string];
