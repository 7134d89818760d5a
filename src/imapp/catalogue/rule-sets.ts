import type { CatalogueSource } from './schema.js';

type RuleSet = CatalogueSource['ruleSets'][string];

/** Values above the default as the vendor's price list has them. */
const legacyAddOns = {
  'legacy.pro': { unlimitedAvChatRooms: [], maxGroupsPerUser: [1000], maxMembersPerGroup: [2000] },
  // Flagship has unlimited rooms already: "not supported" in the English and Korean tables is a mistranslation.
  'legacy.flagship': { maxGroupsPerUser: [3000], maxMembersPerGroup: [6000] },
};

/** Source: Tencent Cloud IM, "Upgrading / Changing / Disabling Your App" (Korean and English), the oldest rules. */
const legacyMonthly: RuleSet = {
  label: { en: 'Legacy rules, by month', ko: '기존 과금 규칙(월별)', zh: '旧计费规则(按月)' },
  mode: 'legacy',
  forNewApps: false,
  freePlan: 'legacy.trial',
  paidPlans: ['legacy.pro', 'legacy.flagship'],
  addOns: {
    'legacy.pro': { ...legacyAddOns['legacy.pro'], contentFiltering: [] },
    'legacy.flagship': { ...legacyAddOns['legacy.flagship'], contentFiltering: [] },
  },
  backToFree: true,
  // Decision: scenario 1 of "Changing Configuration" switches an item on and off again in one month.
  putBackAlwaysAllowed: true,
  freeValidityMonths: null,
  restoreDays: null,
};

/** Source: Tencent Cloud IM, "升级 / 修改功能配置 / 停用" (Chinese). */
const legacyDaily: RuleSet = {
  label: { en: 'Legacy rules, by day', ko: '기존 과금 규칙(일별)', zh: '旧计费规则(按天)' },
  mode: 'legacy',
  forNewApps: true,
  freePlan: 'legacy.trial',
  paidPlans: ['legacy.pro', 'legacy.flagship'],
  addOns: legacyAddOns,
  backToFree: false,
  putBackAlwaysAllowed: false,
  freeValidityMonths: null,
  restoreDays: 90,
};

/** Source: Tencent Cloud IM, "업그레이드 / 기능 구성 수정 / 개발 버전 유효 기간 연장 / 애플리케이션 비활성화" (Korean, since 2022-12-26). */
const current: RuleSet = {
  label: { en: 'Current rules', ko: '새로운 과금 규칙', zh: '新计费规则' },
  mode: 'current',
  forNewApps: true,
  freePlan: 'current.developer',
  paidPlans: ['current.standard', 'current.premium'],
  addOns: {},
  backToFree: false,
  putBackAlwaysAllowed: false,
  freeValidityMonths: 1,
  restoreDays: 90,
};

export const ruleSets = { 'legacy-monthly': legacyMonthly, 'legacy-daily': legacyDaily, current };
