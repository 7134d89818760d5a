import { definePhrases } from '../../i18n/phrase.js';

export const migratePhrases = definePhrases('migrate', {
  en: {
    title: 'Migrate billing mode',
    label: 'Migrate billing mode',
    summary:
      'Move all apps of an account in a data center to the new billing mode, for ever. An approver has to agree.',
    all: {
      one: '*{{count, number}} app* of account {{account}} in {{dataCenter}} moves to: {{ruleSet}}.',
      other: 'All *{{count, number}} apps* of account {{account}} in {{dataCenter}} move to: {{ruleSet}}.',
    },
    app: '• {{app}}: {{before}} → *{{after}}*',
    more: '• and {{count, number}} more',
    ofApp: '{{app}}: {{warning}}',
    validity: {
      one: '{{count, number}} app on {{plan}} is then valid until {{until, instant}}, and is suspended after that unless it is extended or upgraded.',
      other:
        '{{count, number}} apps on {{plan}} are then valid until {{until, instant}}, and are suspended after that unless they are extended or upgraded.',
    },
    loss: 'The legacy billing mode of account {{account}} in {{dataCenter}} is given up for ever, for every app there. Nobody can bring it back.',
    undo: 'This can never be undone.',
    done: {
      one: '{{count, number}} app of account {{account}} in {{dataCenter}} is now under: {{ruleSet}}.',
      other: '{{count, number}} apps of account {{account}} in {{dataCenter}} are now under: {{ruleSet}}.',
    },
    noMigration: '{{app}} is under {{ruleSet}} already. There is nothing to migrate.',
    notThere: 'The new billing mode does not exist in {{dataCenter}}. {{app}} stays under {{ruleSet}}.',
  },
  ko: {
    title: '과금 방식 마이그레이션',
    label: '과금 방식 마이그레이션',
    summary:
      '한 데이터 센터(IDC)에 있는 계정의 모든 애플리케이션을 새로운 과금 방식으로 영구히 전환합니다. 승인자의 승인이 필요합니다.',
    all: '{{dataCenter}}에 있는 {{account}} 계정의 애플리케이션 *{{count, number}}개* 전체가 전환됩니다: {{ruleSet}}.',
    app: '• {{app}}: {{before}} → *{{after}}*',
    more: '• 그 외 {{count, number}}건',
    ofApp: '{{app}}: {{warning}}',
    validity:
      '{{plan}}이(가) 되는 애플리케이션 {{count, number}}개의 유효 기간은 {{until, instant}}까지이며, 연장하거나 업그레이드하지 않으면 이후 일시 중단됩니다.',
    loss: '{{dataCenter}}에 있는 {{account}} 계정의 모든 애플리케이션에서 기존 과금 방식이 영구히 사라집니다. 누구도 되돌릴 수 없습니다.',
    undo: '절대 되돌릴 수 없습니다.',
    done: '{{dataCenter}}에 있는 {{account}} 계정의 애플리케이션 {{count, number}}개가 전환되었습니다: {{ruleSet}}.',
    noMigration: '{{app}}에는 이미 {{ruleSet}}이 적용되고 있습니다. 마이그레이션할 내용이 없습니다.',
    notThere: '{{dataCenter}}에서는 새로운 과금 방식을 제공하지 않습니다. {{app}}에는 {{ruleSet}}이 그대로 적용됩니다.',
  },
  zh: {
    title: '迁移计费模式',
    label: '迁移计费模式',
    summary: '将账号在某一数据中心的所有应用永久迁移到新计费模式。需要审批人同意。',
    all: '账号 {{account}} 在{{dataCenter}}的全部 *{{count, number}} 个应用* 将迁移到：{{ruleSet}}。',
    app: '• {{app}}：{{before}} → *{{after}}*',
    more: '• 另有 {{count, number}} 项',
    ofApp: '{{app}}：{{warning}}',
    validity: '{{count, number}} 个应用将变为{{plan}}，有效期至 {{until, instant}}，到期后若未延长或升级，服务将暂停。',
    loss: '账号 {{account}} 在{{dataCenter}}的所有应用将永久放弃旧计费模式，任何人都无法恢复。',
    undo: '此操作永远不可撤销。',
    done: '账号 {{account}} 在{{dataCenter}}的 {{count, number}} 个应用已迁移到：{{ruleSet}}。',
    noMigration: '{{app}} 已适用{{ruleSet}}，无需迁移。',
    notThere: '{{dataCenter}}没有新计费模式，{{app}} 继续适用{{ruleSet}}。',
  },
});
