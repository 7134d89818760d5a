import { definePhrases } from '../../i18n/phrase.js';

export const restorePhrases = definePhrases('restore', {
  en: {
    title: 'Restore app',
    label: 'Restore',
    summary: 'Bring a disabled app back, with all its data, as long as it can be restored.',
    stillSuspended:
      'Its validity ended on {{until, instant}}, so it comes back suspended. Extend it or upgrade it to put it to work.',
    chargedAgain: 'From today it is charged again.',
    undo: 'It can be undone by disabling the app again.',
    done: '{{app}} is restored. State: *{{state}}*.',
  },
  ko: {
    title: '애플리케이션 복구',
    label: '복구',
    summary: '복구 기한 내에 비활성화된 애플리케이션을 데이터와 함께 복구합니다.',
    stillSuspended:
      '유효 기간이 {{until, instant}}에 만료되어 일시 중단 상태로 복구됩니다. 사용하려면 유효 기간을 연장하거나 업그레이드하십시오.',
    chargedAgain: '오늘부터 다시 과금됩니다.',
    undo: '다시 비활성화하여 되돌릴 수 있습니다.',
    done: '{{app}}이(가) 복구되었습니다. 상태: *{{state}}*.',
  },
  zh: {
    title: '恢复应用',
    label: '恢复',
    summary: '在恢复期限内，恢复已停用的应用及其全部数据。',
    stillSuspended: '有效期已于 {{until, instant}} 到期，恢复后仍为暂停状态。请延长有效期或升级后使用。',
    chargedAgain: '自今日起重新计费。',
    undo: '可再次停用应用来撤销。',
    done: '{{app}} 已恢复，状态： *{{state}}*',
  },
});
