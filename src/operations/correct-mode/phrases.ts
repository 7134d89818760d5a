import { definePhrases } from '../../i18n/phrase.js';

export const correctModePhrases = definePhrases('correct-mode', {
  en: {
    title: 'Correct billing mode',
    label: 'Correct billing mode',
    summary:
      'Put right which billing mode is on record for an account in a data center, with all its apps there. At the vendor nothing changes.',
    undo: 'It can be corrected again.',
    all: {
      one: 'Account {{account}} in {{dataCenter}} is on record under: {{ruleSet}}, with *{{count, number}} app*.',
      other:
        'Account {{account}} in {{dataCenter}} is on record under: {{ruleSet}}, with all its *{{count, number}} apps*.',
    },
    app: '• {{app}}: {{before}} → *{{after}}*',
    more: '• and {{count, number}} more',
    done: 'Account {{account}} in {{dataCenter}} is now on record under: {{ruleSet}}.',
    noOther: 'In {{dataCenter}} there is no other billing mode than that of {{app}}.',
    migrated: 'Account {{account}} in {{dataCenter}} was migrated to this billing mode, and there is no way back.',
  },
  ko: {
    title: '과금 방식 기록 정정',
    label: '과금 방식 정정',
    summary:
      '한 데이터 센터(IDC)에 있는 계정에 기록된 과금 방식을 그곳의 모든 애플리케이션과 함께 바로잡습니다. 공급업체에서는 변경되지 않습니다.',
    undo: '다시 정정할 수 있습니다.',
    all: '{{dataCenter}}에 있는 {{account}} 계정과 그 애플리케이션 {{count, number}}개의 과금 방식이 정정됩니다: {{ruleSet}}.',
    app: '• {{app}}: {{before}} → *{{after}}*',
    more: '• 그 외 {{count, number}}건',
    done: '{{dataCenter}}에 있는 {{account}} 계정의 과금 방식이 정정되었습니다: {{ruleSet}}.',
    noOther: '{{dataCenter}}에는 {{app}}의 과금 방식 외에 다른 방식이 없습니다.',
    migrated: '{{dataCenter}}에 있는 {{account}} 계정은 이 과금 방식으로 마이그레이션되었으므로 되돌릴 수 없습니다.',
  },
  zh: {
    title: '更正计费模式记录',
    label: '更正计费模式',
    summary: '更正某账号在某数据中心登记的计费模式，连同其在该处的所有应用。云端不会有任何变化。',
    undo: '可再次更正。',
    all: '账号 {{account}} 在{{dataCenter}}连同其 *{{count, number}} 个应用* 的计费模式将更正为：{{ruleSet}}。',
    app: '• {{app}}：{{before}} → *{{after}}*',
    more: '• 另有 {{count, number}} 项',
    done: '账号 {{account}} 在{{dataCenter}}的计费模式已更正为：{{ruleSet}}。',
    noOther: '{{dataCenter}}除 {{app}} 的计费模式外没有其他模式。',
    migrated: '账号 {{account}} 在{{dataCenter}}已迁移到此计费模式，不可退回。',
  },
});
