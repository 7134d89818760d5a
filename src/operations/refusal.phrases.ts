import { definePhrases } from '../i18n/phrase.js';

/** Why an operation is not possible for an app. */
export const refusalPhrases = definePhrases('refusal', {
  en: {
    alreadyPaid: '{{app}} is on {{plan}} already. Upgrading is only for free plans: change its configuration instead.',
    freePlan: '{{app}} is on {{plan}}, a free plan. Only paid plans can be configured: upgrade it first.',
    disabled: '{{app}} is disabled. Restore it first.',
    suspended: '{{app}} is suspended because its validity ended. Extend it or upgrade it.',
    purged: '{{app}} is gone for ever: its data and services were deleted. Only its history can still be read.',
    retired: '{{app}} is retired: it is out of care here. Register it again first.',
    otherPlan: '{{app}} is on {{plan}}, which has no end of validity. There is nothing to extend.',
    tooEarly: '{{app}} is valid until {{until, instant}}. It can be extended from {{from, instant}}.',
    alreadyDisabled: '{{app}} is disabled already.',
    notDisabled: '{{app}} is not disabled. There is nothing to restore.',
    neverRecoverable: '{{app}} cannot be restored: under {{ruleSet}} a disabled app is gone for ever.',
    tooLateToRestore:
      '{{app}} was disabled on {{disabledAt, instant}} and could be restored until {{until, instant}}. It is gone for ever.',
    changeUsed:
      '{{item}} was changed on {{usedAt, instant}}, and that change is used. The next one is possible from {{again, instant}}.',
    changeUsedBack:
      '{{item}} was changed on {{usedAt, instant}}, and that change is used. Now it can only be put back to: {{to}}. The next change is possible from {{again, instant}}.',
    noWayBack: 'Under {{ruleSet}} a paid app cannot go back to {{plan}}. To use {{plan}} again, create a new app.',
  },
  ko: {
    alreadyPaid:
      '{{app}}은(는) 이미 {{plan}} 플랜입니다. 업그레이드는 무료 플랜에서만 가능합니다. 기능 구성 수정을 사용하십시오.',
    freePlan:
      '{{app}}은(는) 무료 플랜인 {{plan}}입니다. 기능 구성 수정은 유료 플랜에서만 가능합니다. 먼저 업그레이드하십시오.',
    disabled: '{{app}}은(는) 비활성화 상태입니다. 먼저 복구하십시오.',
    suspended: '{{app}}은(는) 유효 기간이 만료되어 일시 중단되었습니다. 유효 기간을 연장하거나 업그레이드하십시오.',
    purged: '{{app}}은(는) 영구 삭제되었습니다. 데이터와 서비스가 모두 삭제되어 이력만 조회할 수 있습니다.',
    retired: '{{app}}은(는) 관리가 해제되었습니다. 먼저 다시 등록하십시오.',
    otherPlan: '{{app}}은(는) 유효 기간이 없는 {{plan}} 플랜입니다. 연장할 필요가 없습니다.',
    tooEarly: '{{app}}의 유효 기간은 {{until, instant}}까지입니다. {{from, instant}}부터 연장할 수 있습니다.',
    alreadyDisabled: '{{app}}은(는) 이미 비활성화되어 있습니다.',
    notDisabled: '{{app}}은(는) 비활성화 상태가 아니므로 복구할 필요가 없습니다.',
    neverRecoverable: '{{app}}은(는) 복구할 수 없습니다. {{ruleSet}}에서는 비활성화된 애플리케이션이 영구 삭제됩니다.',
    tooLateToRestore:
      '{{app}}은(는) {{disabledAt, instant}}에 비활성화되었고 복구 기한은 {{until, instant}}까지였습니다. 영구 삭제되어 복구할 수 없습니다.',
    changeUsed:
      '{{item}} 항목은 {{usedAt, instant}}에 변경되어 변경 횟수를 모두 사용했습니다. 다음 변경은 {{again, instant}}부터 가능합니다.',
    changeUsedBack:
      '{{item}} 항목은 {{usedAt, instant}}에 변경되어 변경 횟수를 모두 사용했습니다. 지금은 원래 값({{to}})으로만 되돌릴 수 있으며, 다음 변경은 {{again, instant}}부터 가능합니다.',
    noWayBack:
      '{{ruleSet}}에서는 유료 애플리케이션을 {{plan}}(으)로 되돌릴 수 없습니다. {{plan}}을(를) 다시 사용하려면 새 애플리케이션을 만드십시오.',
  },
  zh: {
    alreadyPaid: '{{app}} 当前套餐包已是{{plan}}。只有免费套餐包支持升级，请改用“修改功能配置”。',
    freePlan: '{{app}} 当前为免费的{{plan}}。只有付费套餐包支持修改功能配置，请先升级。',
    disabled: '{{app}} 已停用，请先恢复。',
    suspended: '{{app}} 有效期已到期，服务已暂停。请延长有效期或升级。',
    purged: '{{app}} 的数据和服务已永久删除，不可恢复，仅可查看历史记录。',
    retired: '{{app}} 已取消纳管，请先重新登记。',
    otherPlan: '{{app}} 当前为{{plan}}，没有有效期限制，无需延长。',
    tooEarly: '{{app}} 有效期至 {{until, instant}}，自 {{from, instant}} 起可以延长。',
    alreadyDisabled: '{{app}} 已经停用。',
    notDisabled: '{{app}} 没有停用，无需恢复。',
    neverRecoverable: '{{app}} 不可恢复：按照{{ruleSet}}，应用停用后即永久删除。',
    tooLateToRestore:
      '{{app}} 于 {{disabledAt, instant}} 停用，恢复期限为 {{until, instant}}，现已永久删除，不可恢复。',
    changeUsed: '{{item}}已于 {{usedAt, instant}} 修改过，修改机会已用完。下次可修改时间：{{again, instant}} 起。',
    changeUsedBack:
      '{{item}}已于 {{usedAt, instant}} 修改过，修改机会已用完。现在只能改回：{{to}}。下次可修改时间：{{again, instant}} 起。',
    noWayBack: '按照{{ruleSet}}，付费应用不支持退回{{plan}}。如需重新使用{{plan}}，请创建新的应用。',
  },
});
