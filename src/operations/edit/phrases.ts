import { definePhrases } from '../../i18n/phrase.js';

export const editPhrases = definePhrases('edit', {
  en: {
    title: 'Edit app',
    label: 'Edit',
    summary: 'Change the name, owner, tags, notices channel or language of an app. Plan and fees stay as they are.',
    undo: 'It can be undone by editing it again.',
    done: '{{app}} is changed.',
    none: 'none',
  },
  ko: {
    title: '애플리케이션 정보 수정',
    label: '정보 수정',
    summary: '애플리케이션의 이름, 담당자, 태그, 알림 채널, 알림 언어를 변경합니다. 플랜과 요금은 바뀌지 않습니다.',
    undo: '다시 수정하면 되돌릴 수 있습니다.',
    done: '{{app}}의 정보가 변경되었습니다.',
    none: '없음',
  },
  zh: {
    title: '编辑应用信息',
    label: '编辑信息',
    summary: '修改应用的名称、负责人、标签、通知频道或通知语言。套餐包和费用不变。',
    undo: '可再次编辑以撤销。',
    done: '{{app}} 的信息已修改。',
    none: '无',
  },
});
