import { definePhrases } from '../../i18n/phrase.js';

export const disablePhrases = definePhrases('disable', {
  en: {
    title: 'Disable app',
    label: 'Disable',
    summary: 'Stop all services of an app at once. An on-call approver has to agree.',
    wayBack:
      'It can be undone by restoring the app for some time. Under some billing rules a disabled app is gone for ever: the preview says so.',
    lossAtOnce:
      'All services of {{app}} stop at once, and all its data is lost at once and for ever. Nobody can bring it back.',
    lossLater:
      'All services of {{app}} stop at once. It can be restored until {{until, instant}}; after that its data and services are gone for ever.',
    noUndo: 'This can never be undone.',
    undo: 'It can be undone by restoring the app within {{days, number}} days.',
    done: '{{app}} is disabled. It can be restored until {{until, instant}}.',
    doneForEver: '{{app}} is disabled and gone for ever.',
  },
  ko: {
    title: '애플리케이션 비활성화',
    label: '비활성화',
    summary: '애플리케이션의 모든 서비스를 즉시 중지합니다. 온콜 승인자의 승인이 필요합니다.',
    wayBack:
      '일정 기간 안에 복구하면 되돌릴 수 있습니다. 다만 과금 규칙에 따라 즉시 영구 삭제되는 경우가 있으며, 미리보기에 표시됩니다.',
    lossAtOnce: '{{app}}의 모든 서비스가 즉시 중지되고 모든 데이터가 즉시 영구 삭제됩니다. 누구도 복구할 수 없습니다.',
    lossLater:
      '{{app}}의 모든 서비스가 즉시 중지됩니다. {{until, instant}}까지 복구할 수 있으며, 이후에는 데이터와 서비스가 영구 삭제됩니다.',
    noUndo: '절대 되돌릴 수 없습니다.',
    undo: '{{days, number}}일 이내에 복구하면 되돌릴 수 있습니다.',
    done: '{{app}}이(가) 비활성화되었습니다. {{until, instant}}까지 복구할 수 있습니다.',
    doneForEver: '{{app}}이(가) 비활성화되어 영구 삭제되었습니다.',
  },
  zh: {
    title: '停用应用',
    label: '停用',
    summary: '立即停止应用的所有服务。需要值班审批人同意。',
    wayBack: '在期限内可通过恢复应用撤销；按照部分计费规则，停用后即永久删除，预览中会说明。',
    lossAtOnce: '{{app}} 的所有服务将立即停止，所有数据将立即永久删除，任何人都无法恢复。',
    lossLater: '{{app}} 的所有服务将立即停止。可在 {{until, instant}} 之前恢复，此后数据和服务将永久删除，不可恢复。',
    noUndo: '此操作永远不可撤销。',
    undo: '{{days, number}} 天内可通过恢复应用撤销。',
    done: '{{app}} 已停用，可在 {{until, instant}} 之前恢复。',
    doneForEver: '{{app}} 已停用并永久删除。',
  },
});
