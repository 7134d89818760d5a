import { featuresOfPlans } from './features.js';
import { limits } from './limits.js';
import { type Column, column } from './plan-matrix.js';
import type { CatalogueSource } from './schema.js';

const cellsOf = (plan: Column) => ({ limits: column(limits, plan), features: column(featuresOfPlans, plan) });

/**
 * The six plans. Names collide across eras (the old Pro is not today's; Flagship is also called Ultimate), so a plan's
 * id names its billing mode. A paid plan is shown as the vendor shows it, with its way of billing; a free one is not
 * billed and has none.
 * Sources: names by Tencent Cloud IM, "Upgrading Your App" in English, Korean (프로 버전-후불, 울티메이트 버전-후불; for the
 * current mode 스탠다드 버전-후불, 프리미엄 버전-후불) and Chinese (专业版-后付费, 旗舰版-后付费).
 */
export const plans = {
  'legacy.trial': {
    label: { en: 'Trial Edition', ko: '체험판', zh: '体验版' },
    ...cellsOf('legacy.trial'),
  },
  'legacy.pro': {
    label: { en: 'Pro Edition-Postpaid', ko: '프로 버전-후불', zh: '专业版-后付费' },
    ...cellsOf('legacy.pro'),
  },
  'legacy.flagship': {
    label: { en: 'Flagship Edition-Postpaid', ko: '울티메이트 버전-후불', zh: '旗舰版-后付费' },
    ...cellsOf('legacy.flagship'),
  },
  'current.developer': {
    label: { en: 'Developer Edition', ko: '개발자 버전', zh: '开发版' },
    ...cellsOf('current.developer'),
  },
  'current.standard': {
    label: { en: 'Standard Edition-Postpaid', ko: '스탠다드 버전-후불', zh: '标准版-后付费' },
    ...cellsOf('current.standard'),
  },
  'current.premium': {
    label: { en: 'Premium Edition-Postpaid', ko: '프리미엄 버전-후불', zh: '进阶版-后付费' },
    ...cellsOf('current.premium'),
  },
} satisfies CatalogueSource['plans'];
