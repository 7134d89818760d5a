import { definePhrases } from '../../i18n/phrase.js';

export const retirePhrases = definePhrases('retire', {
  en: {
    title: 'Retire app',
    label: 'Retire',
    summary:
      'Take an app out of care: no notices, checks are refused, nothing more is charged here. Its history stays.',
    wayBack: 'It can be undone by registering the SDKAppID again, unless the app is gone for ever by then.',
    care: 'Care',
    inCare: 'in care',
    outOfCare: 'retired',
    loss: '{{app}} is no longer looked after here: there are no notices about it, and every check of it is refused. At the vendor nothing changes: it goes on running, and costing.',
    done: '{{app}} is retired. Register its SDKAppID again to take it back.',
    already: '{{app}} is retired already.',
  },
  ko: {
    title: '애플리케이션 관리 해제',
    label: '관리 해제',
    summary:
      '애플리케이션을 관리 대상에서 제외합니다. 알림이 중단되고 확인 요청이 거부되며 요금도 더 이상 집계되지 않습니다. 이력은 유지됩니다.',
    wayBack: '영구 삭제되기 전이라면 SDKAppID를 다시 등록하여 되돌릴 수 있습니다.',
    care: '관리 상태',
    inCare: '관리 중',
    outOfCare: '관리 해제됨',
    loss: '{{app}}은(는) 더 이상 여기에서 관리되지 않습니다. 알림이 오지 않고 모든 확인 요청이 거부됩니다. 공급업체에서는 변경되지 않으므로 서비스와 요금은 계속됩니다.',
    done: '{{app}}의 관리가 해제되었습니다. 다시 관리하려면 SDKAppID를 다시 등록하십시오.',
    already: '{{app}}은(는) 이미 관리가 해제되었습니다.',
  },
  zh: {
    title: '取消纳管应用',
    label: '取消纳管',
    summary: '不再管理该应用：不再发送通知，拒绝一切校验，不再计费；历史记录保留。',
    wayBack: '只要应用尚未永久删除，重新登记其 SDKAppID 即可恢复纳管。',
    care: '纳管状态',
    inCare: '纳管中',
    outOfCare: '已取消纳管',
    loss: '{{app}} 将不再由此处管理：不再有相关通知，所有校验一律拒绝。云端不受影响，服务与费用照常。',
    done: '{{app}} 已取消纳管。重新登记其 SDKAppID 可恢复纳管。',
    already: '{{app}} 已经取消纳管。',
  },
});
