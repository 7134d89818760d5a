import { definePhrases } from '../i18n/phrase.js';

/** What the change service itself refuses, for any operation. */
export const changePhrases = definePhrases('changes', {
  en: {
    notAllowed: 'You may not do this: it is for {{role}}. Ask an admin of this bot.',
    rolesUnknown:
      'Slack does not say at the moment who holds which role, so this is not decided yet and nothing was changed. Try again in a minute.',
    operator: 'operators',
    approver: 'approvers',
    admin: 'admins',
    viewer: 'everybody',
    unknownOperation: 'There is no operation “{{name}}”.',
    unknownApp: 'There is no app {{id}}.',
    outOfDate: 'This is out of date: the request is no longer there. Start again.',
    nothingToSnooze: 'There is nothing left to snooze here: it is settled, or does not come again.',
    notYours: 'This request belongs to {{author, person}}. Start one of your own.',
    nameWrong: 'This is not the app’s name. Type it exactly, capitals included: {{name}}',
    reasonMissing: 'Say why: the approver decides by it, and it stays in the history.',
    answerMissing: 'Say why: the person who asked will read it.',
    reasonTooLong: 'At most {{max, number}} characters fit; these are {{length, number}}.',
    alreadyWaiting:
      'A request for the same is waiting for approval already, asked by {{author, person}} and open until {{until, instant}}.',
    selfApproval: 'You asked for this yourself. Somebody else has to approve it.',
    clockInDoubt:
      'It is not certain what time it is: the clock of the server may be wrong. By that clock the request has expired. Try again in a few minutes; if this stays, tell an admin.',
  },
  ko: {
    notAllowed: '이 작업을 수행할 권한이 없습니다. {{role}} 권한이 필요합니다. 봇 관리자에게 문의하십시오.',
    rolesUnknown:
      '현재 Slack에서 권한을 확인할 수 없어 아직 처리되지 않았으며 변경된 내용도 없습니다. 잠시 후 다시 시도하십시오.',
    operator: '운영자',
    approver: '승인자',
    admin: '관리자',
    viewer: '모든 사용자',
    unknownOperation: '“{{name}}” 작업은 없습니다.',
    unknownApp: '{{id}} 애플리케이션이 없습니다.',
    outOfDate: '만료된 화면입니다. 해당 요청이 더 이상 없습니다. 새로 시작하십시오.',
    nothingToSnooze: '알림을 끌 대상이 없습니다. 이미 해결되었거나 다시 오지 않는 알림입니다.',
    notYours: '{{author, person}} 님의 요청입니다. 직접 새 요청을 시작하십시오.',
    nameWrong: '애플리케이션 이름이 일치하지 않습니다. 대소문자까지 정확히 입력하십시오: {{name}}',
    reasonMissing: '사유를 입력하십시오. 승인자가 이를 보고 결정하며 이력에 남습니다.',
    answerMissing: '사유를 입력하십시오. 요청자에게 전달됩니다.',
    reasonTooLong: '최대 {{max, number}}자까지 입력할 수 있습니다. 현재 {{length, number}}자입니다.',
    alreadyWaiting:
      '같은 요청이 이미 승인을 기다리고 있습니다. 요청자: {{author, person}}, 유효 기한: {{until, instant}}.',
    selfApproval: '본인이 요청한 작업은 승인할 수 없습니다. 다른 승인자가 승인해야 합니다.',
    clockInDoubt:
      '서버 시계가 잘못되었을 수 있어 현재 시각을 확인할 수 없습니다. 서버 시계로는 요청이 만료되었습니다. 몇 분 뒤 다시 시도하고, 계속되면 관리자에게 알리십시오.',
  },
  zh: {
    notAllowed: '您无权执行此操作，需要{{role}}权限。请联系机器人管理员。',
    rolesUnknown: '目前无法从 Slack 确认各人的权限，因此尚未处理，也未做任何变更。请稍后再试。',
    operator: '运维人员',
    approver: '审批人',
    admin: '管理员',
    viewer: '所有人',
    unknownOperation: '没有“{{name}}”这个操作。',
    unknownApp: '没有应用 {{id}}。',
    outOfDate: '页面已过期，该申请已不存在。请重新开始。',
    nothingToSnooze: '没有可暂停提醒的内容：事项已解决，或不会再次提醒。',
    notYours: '这是 {{author, person}} 的申请，请自行重新发起。',
    nameWrong: '与应用名称不一致。请准确输入（区分大小写）：{{name}}',
    reasonMissing: '请填写原因：审批人据此决定，并会保留在历史记录中。',
    answerMissing: '请填写原因，申请人会看到。',
    reasonTooLong: '最多 {{max, number}} 个字符，当前 {{length, number}} 个。',
    alreadyWaiting: '相同的申请已在等待审批：申请人 {{author, person}}，有效期至 {{until, instant}}。',
    selfApproval: '这是您本人的申请，须由其他审批人审批。',
    clockInDoubt:
      '服务器时钟可能有误，无法确认当前时间；按服务器时钟，该申请已过期。请几分钟后重试，如仍出现请联系管理员。',
  },
});
