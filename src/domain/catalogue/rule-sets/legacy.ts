/**
 * What both legacy rule sets have in common: plans, offers of value-added items, and migration.
 * Sources: Tencent Cloud IM, "Upgrading Your App", table of value-added items (Korean and English, the rules by month)
 * and "升级", table of 配置项 (Chinese, the rules by day). The values above the defaults are those of the vendor's price
 * list: the tables say only that larger values are available.
 */
export const legacyPlans = {
  freePlan: 'legacy.trial',
  paidPlans: ['legacy.pro', 'legacy.flagship'],
};

export const legacyAddOns = {
  'legacy.pro': {
    unlimitedAvChatRooms: [],
    maxGroupsPerUser: [1000],
    maxMembersPerGroup: [2000],
    messageStorageDays: [30, 90, 180, 360],
  },
  // Flagship has unlimited rooms already, as the Chinese table says (旗舰版默认直播群创建数量无上限). "Not supported" in the
  // English one and 미지원 in the Korean one are mistranslations of "not applicable".
  'legacy.flagship': { maxGroupsPerUser: [3000], maxMembersPerGroup: [6000], messageStorageDays: [90, 180, 360] },
};

/**
 * One way, and only where the current billing mode exists (Tencent Cloud IM, "Billing mode comparison", old vs. new,
 * in force since 2022-12-26).
 *
 * Decision: each plan becomes its counterpart in the columns of that comparison; the source names no mapping. Items are
 * dropped, since the current rule set has none.
 */
export const legacyMigratesTo = {
  ruleSet: 'current',
  plans: {
    'legacy.trial': 'current.developer',
    'legacy.pro': 'current.standard',
    'legacy.flagship': 'current.premium',
  },
};
