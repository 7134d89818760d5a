import { definePhrases } from '../../../i18n/phrase.js';

export const statementPhrases = definePhrases('statement-notice', {
  en: {
    label: 'monthly statement',
    closed: ':receipt: *{{app}}*: the statement for {{month, month}} comes to {{total, money}}.',
    many: { one: '{{count, number}} monthly statement', other: '{{count, number}} monthly statements' },
    app: 'App',
    month: 'Month',
    total: 'Total',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
  },
  ko: {
    label: '월별 명세서',
    closed: ':receipt: *{{app}}*: {{month, month}} 이용 요금은 {{total, money}}입니다.',
    many: '월별 명세서 {{count, number}}건',
    app: '애플리케이션',
    month: '월',
    total: '합계',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
  },
  zh: {
    label: '月度账单',
    closed: ':receipt: *{{app}}* 的 {{month, month}}账单为 {{total, money}}。',
    many: '{{count, number}} 份月度账单',
    app: '应用',
    month: '月份',
    total: '合计',
    ofMonth: '{{month, month}}',
    amount: '{{total, money}}',
  },
});
