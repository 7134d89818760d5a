import { definePhrases } from '../../i18n/phrase.js';

/** What is said of a change that somebody asked for: to whoever decides, to its author, to the team. */
export const changeMessagePhrases = definePhrases('request', {
  en: {
    loss: ':rotating_light: {{loss}}',
    reason: 'Reason',
    reasonHint: 'The approver reads it, and it stays in the history.',
    askApproval: 'Ask for approval',
    waitingTitle: 'Waiting for approval',
    waiting:
      '*{{operation}}* · {{app}}: the request now waits for an approver, until {{until, instant}}. You will get a message when it is decided. Nothing has been changed yet.',
    settledTitle: 'Already decided',
    doneBy: '*{{operation}}* · {{app}}: done by {{by, person}} on {{at, instant}}.',
    approvedBy: '*{{operation}}* · {{app}}: approved by {{by, person}} on {{at, instant}}, and done.',
    declinedBy:
      '*{{operation}}* · {{app}}: declined by {{by, person}} on {{at, instant}}: “{{answer}}”. Nothing was changed.',
    expiredAt:
      '*{{operation}}* · {{app}}: expired on {{at, instant}}, since nobody decided in time. Nothing was changed.',
    outdatedAt:
      '*{{operation}}* · {{app}}: void since {{at, instant}}, because the app, or what this costs, was no longer as agreed. Nothing was done.',
    unauthorizedAt:
      '*{{operation}}* · {{app}}: void since {{at, instant}}, because {{author, person}}, who asked for it, no longer has the role for it. Nothing was done.',
    awaitingBy: '*{{operation}}* · {{app}}: waits for an approver until {{until, instant}}.',
    proposed: 'This request was not confirmed.',
    approvalHeader: 'Approval needed: {{operation}}',
    approvalAsked: '{{author, person}} asks for approval: *{{operation}}* · *{{app}}*',
    approvalReason: '*Reason*: {{reason}}',
    approvalUntil: 'The request stands until {{until, instant}}.',
    review: 'Review',
    approve: 'Approve',
    decline: 'Decline',
    whyDecline: 'Why not?',
    startAgain: 'Start again',
    withdrawnBy: '*{{operation}}* · {{app}}: withdrawn by {{by, person}} on {{at, instant}}. Nothing was changed.',
    askedFor: '{{author, person}} asked for it: “{{reason}}”',
    withdraw: 'Withdraw',
    approveTitle: 'Approve this?',
    approveText: '{{operation}}: {{loss}}',
    appChangedWith: '{{by, person}}, approved by {{approver, person}}: {{done}}',
    appChanged: '{{by, person}}: {{done}}',
    reminder:
      ':bell: {{people, list}}: *{{operation}}* · *{{app}}* still waits for an approver, until {{until, instant}}. {{author, person}} asked for it.',
    redirected:
      '*{{operation}}* · {{app}}: your request could not be posted in {{channel, channel}} (`{{error}}`), so the approvers were asked directly. Tell an admin that the channel needs attention.',
    unasked:
      '*{{operation}}* · {{app}}: your request could not be posted in {{channel, channel}} (`{{error}}`), and there is no approver who could be asked directly. Ask an admin to repair the channel.',
    mention: '{{who, person}}',
  },
  ko: {
    loss: ':rotating_light: {{loss}}',
    reason: '사유',
    reasonHint: '승인자가 확인하며 이력에 남습니다.',
    askApproval: '승인 요청',
    waitingTitle: '승인 대기 중',
    waiting:
      '*{{operation}}* · {{app}}: {{until, instant}}까지 승인을 기다립니다. 결정되면 메시지로 알려 드립니다. 아직 변경된 내용은 없습니다.',
    settledTitle: '이미 결정됨',
    doneBy: '*{{operation}}* · {{app}}: {{by, person}} 님이 {{at, instant}}에 실행했습니다.',
    approvedBy: '*{{operation}}* · {{app}}: {{by, person}} 님이 {{at, instant}}에 승인하여 실행되었습니다.',
    declinedBy:
      '*{{operation}}* · {{app}}: {{by, person}} 님이 {{at, instant}}에 거절했습니다: “{{answer}}”. 변경된 내용은 없습니다.',
    expiredAt:
      '*{{operation}}* · {{app}}: 기한 내에 결정되지 않아 {{at, instant}}에 만료되었습니다. 변경된 내용은 없습니다.',
    outdatedAt:
      '*{{operation}}* · {{app}}: 요청 이후 애플리케이션 또는 요금이 변경되어 {{at, instant}}에 무효가 되었습니다. 실행되지 않았습니다.',
    unauthorizedAt:
      '*{{operation}}* · {{app}}: 요청자 {{author, person}} 님에게 더 이상 해당 권한이 없어 {{at, instant}}에 무효가 되었습니다. 실행되지 않았습니다.',
    awaitingBy: '*{{operation}}* · {{app}}: {{until, instant}}까지 승인을 기다립니다.',
    proposed: '확인되지 않은 요청입니다.',
    approvalHeader: '승인 필요: {{operation}}',
    approvalAsked: '{{author, person}} 님의 승인 요청: *{{operation}}* · *{{app}}*',
    approvalReason: '*사유*: {{reason}}',
    approvalUntil: '요청은 {{until, instant}}까지 유효합니다.',
    review: '요청 검토',
    approve: '승인',
    decline: '거절',
    whyDecline: '거절 사유',
    startAgain: '다시 시작',
    withdrawnBy:
      '*{{operation}}* · {{app}}: {{by, person}} 님이 {{at, instant}}에 요청을 철회했습니다. 변경된 내용은 없습니다.',
    askedFor: '{{author, person}} 님의 요청 사유: “{{reason}}”',
    withdraw: '요청 철회',
    approveTitle: '승인하시겠습니까?',
    approveText: '{{operation}}: {{loss}}',
    appChangedWith: '{{by, person}}(승인: {{approver, person}}): {{done}}',
    appChanged: '{{by, person}}: {{done}}',
    reminder:
      ':bell: {{people, list}}: *{{operation}}* · *{{app}}* 요청이 {{until, instant}}까지 승인을 기다리고 있습니다. 요청자: {{author, person}}.',
    redirected:
      '*{{operation}}* · {{app}}: {{channel, channel}} 채널에 요청을 게시하지 못하여(`{{error}}`) 승인자에게 직접 전달했습니다. 관리자에게 채널 확인을 요청하십시오.',
    unasked:
      '*{{operation}}* · {{app}}: {{channel, channel}} 채널에 요청을 게시하지 못했으며(`{{error}}`), 직접 요청할 승인자도 없습니다. 관리자에게 채널 복구를 요청하십시오.',
    mention: '{{who, person}}',
  },
  zh: {
    loss: ':rotating_light: {{loss}}',
    reason: '原因',
    reasonHint: '审批人会看到，并保留在历史记录中。',
    askApproval: '申请审批',
    waitingTitle: '等待审批',
    waiting:
      '*{{operation}}* · {{app}}：申请正在等待审批，截止 {{until, instant}}。有结果后会发消息通知您。目前尚未做任何变更。',
    settledTitle: '已有结果',
    doneBy: '*{{operation}}* · {{app}}：{{by, person}} 已于 {{at, instant}} 执行。',
    approvedBy: '*{{operation}}* · {{app}}：{{by, person}} 已于 {{at, instant}} 批准并执行。',
    declinedBy: '*{{operation}}* · {{app}}：{{by, person}} 已于 {{at, instant}} 拒绝：“{{answer}}”。未做任何变更。',
    expiredAt: '*{{operation}}* · {{app}}：超时无人审批，已于 {{at, instant}} 过期。未做任何变更。',
    outdatedAt: '*{{operation}}* · {{app}}：申请后应用或费用已有变化，已于 {{at, instant}} 作废。未执行任何操作。',
    unauthorizedAt:
      '*{{operation}}* · {{app}}：申请人 {{author, person}} 已不再具有相应权限，申请已于 {{at, instant}} 作废。未执行任何操作。',
    awaitingBy: '*{{operation}}* · {{app}}：正在等待审批，截止 {{until, instant}}。',
    proposed: '该申请未经确认。',
    approvalHeader: '待审批：{{operation}}',
    approvalAsked: '{{author, person}} 申请审批： *{{operation}}* · *{{app}}*',
    approvalReason: '*原因*: {{reason}}',
    approvalUntil: '申请有效期至 {{until, instant}}。',
    review: '查看申请',
    approve: '同意',
    decline: '拒绝',
    whyDecline: '拒绝原因',
    startAgain: '重新开始',
    withdrawnBy: '*{{operation}}* · {{app}}：{{by, person}} 已于 {{at, instant}} 撤回。未做任何变更。',
    askedFor: '{{author, person}} 的申请原因：“{{reason}}”',
    withdraw: '撤回申请',
    approveTitle: '确认批准？',
    approveText: '{{operation}}：{{loss}}',
    appChangedWith: '{{by, person}}（审批人：{{approver, person}}）：{{done}}',
    appChanged: '{{by, person}}：{{done}}',
    reminder:
      ':bell: {{people, list}}： *{{operation}}* · *{{app}}* 仍在等待审批，截止 {{until, instant}}。申请人：{{author, person}}。',
    redirected:
      '*{{operation}}* · {{app}}：无法在 {{channel, channel}} 发布您的申请（{{error}}），已改为直接通知审批人。请告知管理员检查该频道。',
    unasked:
      '*{{operation}}* · {{app}}：无法在 {{channel, channel}} 发布您的申请（{{error}}），也没有可直接通知的审批人。请联系管理员修复该频道。',
    mention: '{{who, person}}',
  },
});
