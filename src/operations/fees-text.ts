import { phraseBook } from '../i18n/phrase.js';

/** What a change costs. */
export const feeBook = phraseBook('fee', {
  en: {
    plan: 'Plan',
    nothing: 'Nothing, neither this month nor next.',
    month: '*{{month, month}}*: {{before, money}} → *{{after, money}}*',
    monthSame: '*{{month, month}}*: {{now, money}}, as before',
    line: '• {{what}}: {{before, money}} → {{after, money}}, billed on {{on, day}}',
    lineSame: '• {{what}}: {{now, money}}, billed on {{on, day}}',
    ofApp: '• {{app}}: {{before, money}} → {{after, money}}',
    more: '• and {{count, number}} more, in the total',
    listed: 'Prices as listed on {{listed, day}}.',
    onTop: 'What is used above the free quota is charged on top.',
  },
  ko: {
    plan: '플랜',
    nothing: '이번 달과 다음 달 모두 요금이 없습니다.',
    month: '*{{month, month}}*: {{before, money}} → *{{after, money}}*',
    monthSame: '*{{month, month}}*: {{now, money}}(변동 없음)',
    line: '• {{what}}: {{before, money}} → {{after, money}}, 청구일 {{on, day}}',
    lineSame: '• {{what}}: {{now, money}}, 청구일 {{on, day}}',
    ofApp: '• {{app}}: {{before, money}} → {{after, money}}',
    more: '• 그 외 {{count, number}}건(합계에 포함)',
    listed: '{{listed, day}} 기준 가격입니다.',
    onTop: '무료 할당량을 초과한 사용량은 별도로 과금됩니다.',
  },
  zh: {
    plan: '套餐包',
    nothing: '本月和下月均不产生费用。',
    month: '*{{month, month}}*: {{before, money}} → *{{after, money}}*',
    monthSame: '*{{month, month}}*: {{now, money}}（不变）',
    line: '• {{what}}：{{before, money}} → {{after, money}}，{{on, day}} 出账',
    lineSame: '• {{what}}：{{now, money}}，{{on, day}} 出账',
    ofApp: '• {{app}}：{{before, money}} → {{after, money}}',
    more: '• 另有 {{count, number}} 项，已计入合计',
    listed: '价格以 {{listed, day}} 的价目表为准。',
    onTop: '超出免费额度的用量另行计费。',
  },
});
