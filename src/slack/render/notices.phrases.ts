import { definePhrases } from '../../i18n/phrase.js';

/** Snooze buttons and their confirmation, and the texts of a digest. */
export const noticePhrases = definePhrases('notices', {
  en: {
    snooze: { one: 'Snooze {{count, number}} day', other: 'Snooze {{count, number}} days' },
    snoozed: {
      one: 'Silent about this until {{until, instant}}.',
      other: 'Silent about these {{count, number}} until {{until, instant}}.',
    },
    listHere: 'The same list is in the file below.',
    restHere: 'All of them are in the file below; the table shows the {{count, number}} most urgent.',
    settledHere: 'Settled meanwhile: {{count, number}}.',
    settledRow: '✓ {{what}}',
    idColumn: 'SDKAppID',
    meantFor:
      'This was meant for {{channel, channel}}, where the bot cannot post. Invite it there, or set another channel for the app.',
  },
  ko: {
    snooze: '{{count, number}}일 동안 알림 끄기',
    snoozed: '{{until, instant}}까지 해당 알림 {{count, number}}건을 보내지 않습니다.',
    listHere: '같은 목록을 아래 파일로도 받을 수 있습니다.',
    restHere: '전체 목록은 아래 파일에 있으며, 표에는 가장 시급한 {{count, number}}건이 표시됩니다.',
    settledHere: '해결됨: {{count, number}}건.',
    settledRow: '✓ {{what}}',
    idColumn: 'SDKAppID',
    meantFor:
      '{{channel, channel}} 채널에 게시할 수 없어 이곳으로 보낸 메시지입니다. 해당 채널에 봇을 초대하거나 애플리케이션의 알림 채널을 변경하십시오.',
  },
  zh: {
    snooze: '{{count, number}} 天内不再提醒',
    snoozed: '{{until, instant}} 之前不再提醒以上 {{count, number}} 项。',
    listHere: '同一列表见下方文件。',
    restHere: '完整列表见下方文件，表中为最紧急的 {{count, number}} 项。',
    settledHere: '已解决：{{count, number}} 项。',
    settledRow: '✓ {{what}}',
    idColumn: 'SDKAppID',
    meantFor:
      '此消息原应发往 {{channel, channel}}，但机器人无法在该频道发言。请邀请机器人加入该频道，或为应用设置其他通知频道。',
  },
});
