import { phraseBook } from '../../i18n/phrase.js';

export const statementBook = phraseBook('statement-notice', {
  en: {
    closed: ':receipt: *{{app}}*: the statement for {{month, month}} is {{total, money}}, billed on {{billDay, day}}.',
    many: { one: '{{count, number}} monthly statement', other: '{{count, number}} monthly statements' },
    app: 'App',
    month: 'Month',
    total: 'Total',
    billDay: 'Billed on',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
    onDay: '{{billDay, day}}',
  },
  ko: {
    closed: ':receipt: *{{app}}*: {{month, month}} 이용 요금은 {{total, money}}이며 {{billDay, day}}에 청구됩니다.',
    many: '월별 명세서 {{count, number}}건',
    app: '애플리케이션',
    month: '월',
    total: '합계',
    billDay: '청구일',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
    onDay: '{{billDay, day}}',
  },
  zh: {
    closed: ':receipt: *{{app}}*：{{month, month}}账单为 {{total, money}}，出账日期 {{billDay, day}}。',
    many: '{{count, number}} 份月度账单',
    app: '应用',
    month: '月份',
    total: '合计',
    billDay: '出账日期',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
    onDay: '{{billDay, day}}',
  },
});
