import type { CatalogueSource } from './schema.js';

const both = ['legacy', 'current'] as const;

/**
 * Data centers, and the billing modes that exist in each: the current one only in five of them.
 * Sources: Tencent Cloud IM, "Billing mode comparison" (old vs. new, in force since 2022-12-26); the list of data
 * centers is that of the vendor's console.
 */
export const dataCenters = {
  china: { label: { en: 'China', ko: '중국', zh: '中国' }, modes: ['legacy'] },
  singapore: { label: { en: 'Singapore', ko: '싱가포르', zh: '新加坡' }, modes: [...both] },
  seoul: { label: { en: 'Seoul', ko: '서울', zh: '首尔' }, modes: [...both] },
  frankfurt: { label: { en: 'Frankfurt', ko: '프랑크푸르트', zh: '法兰克福' }, modes: [...both] },
  mumbai: { label: { en: 'Mumbai', ko: '뭄바이', zh: '孟买' }, modes: [...both] },
  'silicon-valley': { label: { en: 'Silicon Valley', ko: '실리콘밸리', zh: '硅谷' }, modes: [...both] },
  tokyo: { label: { en: 'Tokyo', ko: '도쿄', zh: '东京' }, modes: ['legacy'] },
  jakarta: { label: { en: 'Jakarta', ko: '자카르타', zh: '雅加达' }, modes: ['legacy'] },
} satisfies CatalogueSource['dataCenters'];
