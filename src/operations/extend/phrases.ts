import { definePhrases } from '../../i18n/phrase.js';

export const extendPhrases = definePhrases('extend', {
  en: {
    title: 'Extend validity',
    label: 'Extend',
    summary: 'Extend the validity of a developer edition: shortly before it ends, or once the app is suspended.',
    undo: 'It costs nothing and need not be undone.',
    done: '{{app}} is valid until {{until, instant}}.',
  },
  ko: {
    title: '유효 기간 연장',
    label: '유효 기간 연장',
    summary: '개발자 버전의 유효 기간을 연장합니다. 만료 직전 또는 일시 중단된 후에 가능합니다.',
    undo: '비용이 발생하지 않으며 되돌릴 필요가 없습니다.',
    done: '{{app}}의 유효 기간이 {{until, instant}}까지 연장되었습니다.',
  },
  zh: {
    title: '延长有效期',
    label: '延长有效期',
    summary: '延长开发版的有效期：临近到期时或到期暂停后均可操作。',
    undo: '不产生费用，无需撤销。',
    done: '{{app}} 的有效期已延长至 {{until, instant}}。',
  },
});
