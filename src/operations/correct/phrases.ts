import { definePhrases } from '../../i18n/phrase.js';

export const correctPhrases = definePhrases('correct', {
  en: {
    title: 'Correct the record',
    label: 'Correct the record',
    summary: 'Put right what is on record of an app: data center, account and dates. At the vendor nothing changes.',
    undo: 'It can be corrected again. What a closed month was charged stays.',
    done: 'The record of {{app}} is corrected.',
    heldSinceOpen: 'Months that are closed stay as they are.',
    notDisabled: '{{app}} is not disabled, so there is no day to correct. Disable it instead.',
    disabledAtNeeded: '{{app}} is disabled, which needs a day. To take it back into service, restore it.',
    wrongMode:
      'Apps of account {{account}} in {{dataCenter}} are under another billing mode than {{ruleSet}}. Correct the billing mode first.',
    heldBetween:
      'The present plan and items can be held from {{from, instant}} to {{until, instant}}: before and after that the history has others.',
    createdBefore: 'The day of creation cannot be after {{until, instant}}, since when the plan is held.',
    purges:
      'It was disabled so long ago that it cannot be restored: its data and services are gone for ever. A record of that is final.',
  },
  ko: {
    title: '기록 정정',
    label: '기록 정정',
    summary:
      '데이터 센터, 계정, 날짜 등 애플리케이션의 기록을 바로잡습니다. 공급업체에서는 아무것도 변경되지 않습니다.',
    undo: '다시 정정할 수 있습니다. 이미 마감된 달의 요금은 그대로 유지됩니다.',
    done: '{{app}}의 기록이 정정되었습니다.',
    heldSinceOpen: '마감된 달은 그대로 유지됩니다.',
    notDisabled: '{{app}}은(는) 비활성화 상태가 아니므로 정정할 날짜가 없습니다. 비활성화를 사용하십시오.',
    disabledAtNeeded: '{{app}}은(는) 비활성화 상태이므로 날짜가 필요합니다. 다시 사용하려면 복구하십시오.',
    wrongMode:
      '{{dataCenter}}에 있는 계정 {{account}}의 애플리케이션에는 {{ruleSet}}와(과) 다른 과금 방식이 적용됩니다. 먼저 과금 방식을 정정하십시오.',
    heldBetween:
      '현재 플랜과 항목의 시작일은 {{from, instant}}부터 {{until, instant}} 사이여야 합니다. 그 전후에는 다른 구성이 기록되어 있습니다.',
    createdBefore: '생성일은 플랜 시작 시각 {{until, instant}}보다 늦을 수 없습니다.',
    purges:
      '비활성화된 지 오래되어 복구할 수 없으며 데이터와 서비스가 영구 삭제된 상태입니다. 이 기록은 되돌릴 수 없습니다.',
  },
  zh: {
    title: '更正记录',
    label: '更正记录',
    summary: '更正应用的记录：数据中心、账号和日期。云端不会有任何变化。',
    undo: '可再次更正。已结账月份的费用不变。',
    done: '{{app}} 的记录已更正。',
    heldSinceOpen: '已结账的月份保持不变。',
    notDisabled: '{{app}} 没有停用，无日期可更正。请使用停用操作。',
    disabledAtNeeded: '{{app}} 已停用，必须有停用日期。如需恢复服务，请使用恢复操作。',
    wrongMode: '账号 {{account}} 在{{dataCenter}}的应用采用与{{ruleSet}}不同的计费模式，请先更正计费模式。',
    heldBetween:
      '当前套餐包和增值服务的生效日期须在 {{from, instant}} 与 {{until, instant}} 之间，此外的时间记录的是其他配置。',
    createdBefore: '创建日期不能晚于套餐包生效时间 {{until, instant}}。',
    purges: '停用时间过久，已无法恢复：数据和服务已永久删除。此记录不可撤销。',
  },
});
