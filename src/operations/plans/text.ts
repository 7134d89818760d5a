import { phraseBook } from '../../i18n/phrase.js';

export const plansBook = phraseBook('plans', {
  en: {
    title: 'Plans',
    label: 'Plans',
    summary: 'The plans of each set of billing rules, with their limits, features and value-added items.',
    ruleSet: '*{{ruleSet}}*',
    plan: '*{{plan}}*',
    limit: '• {{metric}}: {{limit}}',
    items: '• Value-added items: {{items, list}}',
    features: '• Features: {{features, list}}',
    free: '{{plan}} (free)',
    validity: {
      one: '• Valid for {{count, number}} month at a time',
      other: '• Valid for {{count, number}} months at a time',
    },
  },
  ko: {
    title: '플랜',
    label: '플랜',
    summary: '과금 규칙별 플랜의 제한, 기능, 부가 가치 항목을 표시합니다.',
    ruleSet: '*{{ruleSet}}*',
    plan: '*{{plan}}*',
    limit: '• {{metric}}: {{limit}}',
    items: '• 부가 가치 항목: {{items, list}}',
    features: '• 기능: {{features, list}}',
    free: '{{plan}}(무료)',
    validity: '• 유효 기간: {{count, number}}개월 단위',
  },
  zh: {
    title: '套餐包',
    label: '套餐包',
    summary: '各计费规则下的套餐包及其上限、功能和增值服务。',
    ruleSet: '*{{ruleSet}}*',
    plan: '*{{plan}}*',
    limit: '• {{metric}}:{{limit}}',
    items: '• 增值服务:{{items, list}}',
    features: '• 功能:{{features, list}}',
    free: '{{plan}}(免费)',
    validity: '• 有效期:每次 {{count, number}} 个月',
  },
});
