import { features } from './features.js';
import type { CatalogueSource } from './schema.js';

/**
 * The six plans. Names collide across eras (the old Pro is not today's), so a plan is named with its billing mode.
 * Source: Tencent Cloud IM, "Comparison of the legacy and the current billing mode" (2022-12-26); names of paid plans
 * as "Upgrading Your App" shows them, with their way of billing.
 */

type Plan = CatalogueSource['plans'][string];

const all = Object.fromEntries(Object.keys(features).map((feature) => [feature, true]));
const basic = { ...Object.fromEntries(Object.keys(features).map((feature) => [feature, false])), globalCoverage: true };

/** What every free plan has, and every plan of the middle and upper class: the table repeats it for both modes. */
const free = {
  registeredUsers: 100,
  contactsPerUser: 20,
  groupsPerUser: 50,
  membersPerGroup: 20,
  nonAvGroups: 100,
  avChatRooms: 10,
  dailyNetGroupIncrease: 100,
};
const middle = {
  registeredUsers: null,
  contactsPerUser: 3000,
  groupsPerUser: 500,
  membersPerGroup: 200,
  nonAvGroups: null,
  avChatRooms: 50,
  dailyNetGroupIncrease: 10_000,
};
const upper = {
  registeredUsers: null,
  contactsPerUser: 3000,
  groupsPerUser: 1000,
  membersPerGroup: 2000,
  nonAvGroups: null,
  avChatRooms: null,
  dailyNetGroupIncrease: 10_000,
};

export const plans = {
  'legacy.trial': {
    label: { en: 'Trial Edition', ko: '체험판', zh: '体验版' },
    limits: { ...free, dailyActiveUsers: 100, peakGroups: 100 },
    features: basic,
    messageRetentionDays: 7,
  },
  'legacy.pro': {
    label: { en: 'Pro Edition-Postpaid', ko: '프로 버전-후불', zh: '专业版-后付费' },
    limits: { ...middle, dailyActiveUsers: 10_000, peakGroups: 100_000 },
    features: basic,
    messageRetentionDays: 7,
  },
  'legacy.flagship': {
    label: { en: 'Flagship Edition-Postpaid', ko: '울티메이트 버전-후불', zh: '旗舰版-后付费' },
    limits: { ...upper, dailyActiveUsers: 10_000, peakGroups: 100_000 },
    features: all,
    messageRetentionDays: 30,
  },
  'current.developer': {
    label: { en: 'Developer Edition', ko: '개발자 버전', zh: '开发版' },
    limits: { ...free, monthlyActiveUsers: 100, peakGroups: 100 },
    features: all,
    messageRetentionDays: 7,
  },
  'current.standard': {
    label: { en: 'Standard Edition-Postpaid', ko: '스탠다드 버전-후불', zh: '标准版-后付费' },
    limits: { ...middle, monthlyActiveUsers: 10_000, peakGroups: null },
    features: basic,
    messageRetentionDays: 7,
  },
  'current.premium': {
    label: { en: 'Premium Edition-Postpaid', ko: '프리미엄 버전-후불', zh: '进阶版-后付费' },
    limits: { ...upper, monthlyActiveUsers: 10_000, peakGroups: null },
    features: all,
    messageRetentionDays: 30,
  },
} satisfies Record<string, Plan>;
