import { definePhrases } from '../../i18n/phrase.js';

export const configurePhrases = definePhrases('configure', {
  en: {
    title: 'Change configuration',
    label: 'Change configuration',
    summary: 'Change the plan and the value-added items of a paid app, each once per calendar month.',
    wayBack: 'What was changed can be changed again in the next calendar month.',
    undo: 'It can be changed again once the month’s change is available: from {{again, instant}}.',
    undoNow: 'It can be changed again at any time.',
    undoFree: 'It can be upgraded again at any time.',
    undoFreeFrom: 'It can be upgraded again from {{again, instant}} on.',
    done: 'The configuration of {{app}} has been changed. It is on *{{plan}}*.',
  },
  ko: {
    title: '기능 구성 수정',
    label: '기능 구성 수정',
    summary: '유료 애플리케이션의 플랜과 부가 가치 항목을 수정합니다. 각 항목은 매월 한 번 변경할 수 있습니다.',
    wayBack: '변경한 항목은 다음 달에 다시 변경할 수 있습니다.',
    undo: '다음 변경이 가능한 {{again, instant}}부터 다시 변경할 수 있습니다.',
    undoNow: '언제든지 다시 변경할 수 있습니다.',
    undoFree: '언제든지 다시 업그레이드할 수 있습니다.',
    undoFreeFrom: '{{again, instant}}부터 다시 업그레이드할 수 있습니다.',
    done: '{{app}}의 기능 구성이 수정되었습니다. 현재 플랜: *{{plan}}*.',
  },
  zh: {
    title: '修改功能配置',
    label: '修改功能配置',
    summary: '修改付费应用的套餐包和增值服务，每项一个自然月内可修改一次。',
    wayBack: '修改过的项目，下个自然月可以再次修改。',
    undo: '自 {{again, instant}} 起可以再次修改。',
    undoNow: '之后可以随时再次修改。',
    undoFree: '之后可以随时重新升级。',
    undoFreeFrom: '自 {{again, instant}} 起可以重新升级。',
    done: '{{app}} 的功能配置已修改，当前套餐包： *{{plan}}*',
  },
});
