import { definePhrases } from '../../../i18n/phrase.js';

export const disableCountdownPhrases = definePhrases('disable-countdown', {
  en: {
    label: 'end of a disabled app’s data',
    going: {
      one: ':rotating_light: *{{app}}* is disabled. All its data will be deleted for ever within {{count, number}} day, on {{until, instant}}.',
      other:
        ':warning: *{{app}}* is disabled. All its data will be deleted for ever within {{count, number}} days, on {{until, instant}}.',
    },
    what: 'Until then it can be restored with all its data.',
    gone: ':wastebasket: The data of *{{app}}* is gone for ever since {{until, instant}}. It can no longer be restored.',
    restored: ':white_check_mark: *{{app}}* was restored. Nothing will be deleted.',
    many: { one: '{{count, number}} app is affected', other: 'The data of {{count, number}} disabled apps goes' },
    app: 'App',
    until: 'Deleted on',
    state: 'Left',
    instant: '{{until, instant}}',
    isGone: 'gone',
    left: { one: '{{count, number}} day', other: '≤ {{count, number}} days' },
  },
  ko: {
    label: '비활성화된 애플리케이션의 데이터 삭제',
    going:
      ':warning: *{{app}}*: 비활성화 상태이며, {{count, number}}일 이내인 {{until, instant}}에 모든 데이터가 영구 삭제됩니다.',
    what: '그 전까지는 모든 데이터와 함께 복구할 수 있습니다.',
    gone: ':wastebasket: *{{app}}*: {{until, instant}}에 데이터가 영구 삭제되어 더 이상 복구할 수 없습니다.',
    restored: ':white_check_mark: *{{app}}*: 복구되었습니다. 삭제되는 데이터는 없습니다.',
    many: '비활성화된 애플리케이션 {{count, number}}개의 데이터가 삭제됩니다',
    app: '애플리케이션',
    until: '삭제 일시',
    state: '남은 기간',
    instant: '{{until, instant}}',
    isGone: '삭제됨',
    left: '{{count, number}}일 이내',
  },
  zh: {
    label: '已停用应用的数据删除',
    going: ':warning: *{{app}}* 已停用，全部数据将在 {{count, number}} 天内（{{until, instant}}）被永久删除。',
    what: '在此之前可以恢复，数据完整保留。',
    gone: ':wastebasket: *{{app}}* 的数据已于 {{until, instant}} 永久删除，无法再恢复。',
    restored: ':white_check_mark: *{{app}}* 已恢复，不会删除任何数据。',
    many: '{{count, number}} 个已停用应用的数据即将删除或已删除',
    app: '应用',
    until: '删除时间',
    state: '剩余',
    instant: '{{until, instant}}',
    isGone: '已删除',
    left: '{{count, number}} 天内',
  },
});
