import type { CatalogueSource } from '../schema.js';

/**
 * The rules of the current billing mode: by day, no value-added items, a free plan that ends.
 * Source: Tencent Cloud IM, "업그레이드", "기능 구성 수정", "개발 버전 유효 기간 연장" and "애플리케이션 비활성화" (Korean), current
 * billing mode, in force since 2022-12-26.
 */
export const current = {
  label: { en: 'New rules', ko: '새로운 과금 규칙', zh: '新计费规则' },
  mode: 'current',
  forNewApps: true,
  freePlan: 'current.developer',
  paidPlans: ['current.standard', 'current.premium'],
  addOns: {},
  revertAlwaysAllowed: false,
  // "그 반대는 지원하지 않습니다. 개발 버전을 다시 사용하려면 새 애플리케이션을 만드십시오."
  backToFree: false,
  // "1개월 유효 기간이 만료된 경우 애플리케이션이 일시 중단됩니다."
  freeValidityMonths: 1,
  // "90일 이상 비활성화하면 … 복구할 수 없습니다."
  restoreDays: 90,
  // "업그레이드 월 요금은 일별로 청구되며"
  feeMode: 'by-day',
  // Decision: the bill comes on the 1st to 3rd of the next month; we date it the 1st, the earliest it can be.
  bills: { plan: 1, items: 1 },
  migratesTo: null,
} satisfies CatalogueSource['ruleSets'][string];
