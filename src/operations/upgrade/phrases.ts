import { definePhrases } from '../../i18n/phrase.js';

export const upgradePhrases = definePhrases('upgrade', {
  en: {
    title: 'Upgrade plan',
    label: 'Upgrade',
    summary: 'Move an app from its free plan to a paid one, with value-added items where the plan has them.',
    wayBack: 'Whether there is a way back to the free plan depends on the billing rules: the preview says it.',
    noReturn:
      'This cannot be undone: a paid app cannot go back to {{free}}. Between paid plans it can be changed once per calendar month.',
    return: 'It can be taken back by changing the configuration to {{free}}.',
    returnFrom: 'It can be taken back by changing the configuration to {{free}}, from {{again, instant}} on.',
    done: '{{app}} is now on *{{plan}}*.',
  },
  ko: {
    title: '플랜 업그레이드',
    label: '업그레이드',
    summary: '무료 플랜의 애플리케이션을 유료 플랜으로 업그레이드합니다. 부가 가치 항목도 함께 설정할 수 있습니다.',
    wayBack: '무료 플랜으로 되돌릴 수 있는지는 과금 규칙에 따라 다르며, 미리보기에 표시됩니다.',
    noReturn:
      '되돌릴 수 없습니다. 유료 애플리케이션은 {{free}}(으)로 돌아갈 수 없으며, 유료 플랜 간 변경은 매월 한 번 가능합니다.',
    return: '기능 구성 수정에서 {{free}}(으)로 되돌릴 수 있습니다.',
    returnFrom: '{{again, instant}}부터 기능 구성 수정에서 {{free}}(으)로 되돌릴 수 있습니다.',
    done: '{{app}}의 플랜이 변경되었습니다: *{{plan}}*',
  },
  zh: {
    title: '升级套餐包',
    label: '升级',
    summary: '将应用从免费套餐包升级到付费套餐包，并可同时设置增值服务。',
    wayBack: '能否退回免费套餐包取决于计费规则，预览中会说明。',
    noReturn: '升级后不可撤销：付费应用不支持退回{{free}}。付费套餐包之间一个自然月内可修改一次。',
    return: '可通过修改功能配置退回{{free}}。',
    returnFrom: '自 {{again, instant}} 起可通过修改功能配置退回{{free}}。',
    done: '{{app}} 的套餐包已变更： *{{plan}}*',
  },
});
