import { phraseBook } from '../../i18n/phrase.js';

export const devExpiryBook = phraseBook('dev-expiry', {
  en: {
    ending: {
      one: ':hourglass_flowing_sand: *{{app}}* is suspended in {{count, number}} day: its validity ends on {{until, instant}}.',
      other:
        ':hourglass_flowing_sand: *{{app}}* is suspended within {{count, number}} days: its validity ends on {{until, instant}}.',
    },
    suspended: ':no_entry: *{{app}}* is suspended: its validity ended on {{until, instant}}.',
    what: 'Extend it by a month, or upgrade it to a paid plan. Nothing is deleted by a suspension.',
    extended: ':white_check_mark: *{{app}}* was extended: it is valid until {{until, instant}}.',
    endless: ':white_check_mark: *{{app}}* was upgraded: its validity has no end any more.',
    disabled: '*{{app}}* was disabled. Its validity no longer matters.',
    many: { one: '{{count, number}} app is affected', other: 'The validity of {{count, number}} apps ends' },
    app: 'App',
    until: 'Valid until',
    state: 'Left',
    instant: '{{until, instant}}',
    isSuspended: 'suspended',
    left: { one: '{{count, number}} day', other: '≤ {{count, number}} days' },
  },
  ko: {
    ending:
      ':hourglass_flowing_sand: *{{app}}*: 유효 기간이 {{until, instant}}에 만료되며, {{count, number}}일 이내에 일시 중단됩니다.',
    suspended: ':no_entry: *{{app}}*: {{until, instant}}에 유효 기간이 만료되어 일시 중단되었습니다.',
    what: '유효 기간을 1개월 연장하거나 유료 플랜으로 업그레이드하십시오. 일시 중단으로 삭제되는 데이터는 없습니다.',
    extended: ':white_check_mark: *{{app}}*: 유효 기간이 {{until, instant}}까지 연장되었습니다.',
    endless: ':white_check_mark: *{{app}}*: 업그레이드되어 유효 기간 제한이 없습니다.',
    disabled: '*{{app}}*: 비활성화되어 유효 기간 알림이 종료되었습니다.',
    many: '애플리케이션 {{count, number}}개의 유효 기간이 만료됩니다',
    app: '애플리케이션',
    until: '유효 기간',
    state: '남은 기간',
    instant: '{{until, instant}}',
    isSuspended: '일시 중단',
    left: '{{count, number}}일 이내',
  },
  zh: {
    ending: ':hourglass_flowing_sand: *{{app}}* 的有效期将于 {{until, instant}} 到期，{{count, number}} 天内将被暂停。',
    suspended: ':no_entry: *{{app}}* 已暂停：有效期已于 {{until, instant}} 到期。',
    what: '请延长一个月有效期，或升级为付费套餐包。暂停不会删除任何数据。',
    extended: ':white_check_mark: *{{app}}* 已延期，有效期至 {{until, instant}}。',
    endless: ':white_check_mark: *{{app}}* 已升级，不再有有效期限制。',
    disabled: '*{{app}}* 已停用，有效期提醒结束。',
    many: '{{count, number}} 个应用的有效期即将到期或已到期',
    app: '应用',
    until: '有效期至',
    state: '剩余',
    instant: '{{until, instant}}',
    isSuspended: '已暂停',
    left: '{{count, number}} 天内',
  },
});
