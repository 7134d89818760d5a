import type { CatalogueSource } from '../schema.js';
import { legacyAddOns, legacyMigratesTo, legacyPlans } from './legacy.js';

/**
 * The later legacy rules: charged by day, and no way back to the free plan.
 * Source: Tencent Cloud IM, "升级", "修改功能配置" and "停用" (Chinese), legacy billing mode.
 */
export const legacyDaily = {
  label: { en: 'Legacy rules, by day', ko: '기존 과금 규칙(일별)', zh: '旧计费规则(按天)' },
  mode: 'legacy',
  forNewApps: true,
  ...legacyPlans,
  addOns: legacyAddOns,
  revertAlwaysAllowed: false,
  // "不支持退回至体验版。如果您想重新使用体验版,请创建新的应用。"
  backToFree: false,
  freeValidityMonths: null,
  // "停用超过90天,该应用数据和服务不可恢复。" For the 90th day itself see `purgeAt`.
  restoreDays: 90,
  // "升级当月按天分摊计算资费"
  feeMode: 'by-day',
  // Decision: the bill comes on the 1st to 3rd of the next month; we date it the 1st, the earliest it can be.
  bills: { plan: 1, items: 1 },
  migratesTo: legacyMigratesTo,
} satisfies CatalogueSource['ruleSets'][string];
