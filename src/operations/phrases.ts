import type { App } from '../domain/app.js';
import { definePhrases, type Phrase } from '../i18n/phrase.js';

/** Texts that several operations use. */
export const operationsPhrases = definePhrases('operation', {
  en: {
    app: '{{name}} ({{id}})',
    change: '*{{what}}*: {{before}} → *{{after}}*',
    same: '*{{what}}*: {{now}}',
    plan: 'Plan',
    state: 'State',
    validUntil: 'Valid until',
    moment: '{{at, instant}}',
    person: '{{id, person}}',
    noChange: 'This is how it stands already: nothing would change. Choose something else, or close this.',
    fallsAway: '{{item}} ({{was}}) is not offered by {{plan}} and falls away.',
    nowIncluded: '{{item}} ({{was}}) is included in {{plan}} and no longer charged as an item.',
    lowerLimits: 'These limits get lower: {{limits, list}}. What exists stays; what is new beyond a limit is refused.',
    lowerQuotas: 'These free quotas get smaller: {{limits, list}}. What goes beyond a quota is charged.',
    lowerLimit: '{{metric}} {{before}} → {{after}}',
    exceeded: '{{metric}}: {{value, number}} now, above the new limit of {{limit, number}}.',
    lostFeatures: '{{plan}} does not have: {{features, list}}.',
    usesAllowance: 'This uses up the change of: {{items, list}}. The next one is possible from {{again, instant}}.',
    mayPutBack: 'Before that, {{item}} can only be put back to: {{to}}.',
  },
  ko: {
    app: '{{name}} ({{id}})',
    change: '*{{what}}*: {{before}} → *{{after}}*',
    same: '*{{what}}*: {{now}}',
    plan: '플랜',
    state: '상태',
    validUntil: '유효 기간',
    moment: '{{at, instant}}',
    person: '{{id, person}}',
    noChange: '현재 구성과 같아 변경되는 내용이 없습니다. 다른 값을 선택하거나 창을 닫으십시오.',
    fallsAway: '{{plan}}에서는 {{item}}({{was}}) 항목을 제공하지 않으므로 해제됩니다.',
    nowIncluded: '{{item}}({{was}}) 항목은 {{plan}}에 포함되어 있어 더 이상 별도로 과금되지 않습니다.',
    lowerLimits:
      '다음 제한이 낮아집니다: {{limits, list}}. 기존 항목은 그대로 유지되며, 제한을 초과하는 신규 생성·가입·등록만 거부됩니다.',
    lowerQuotas: '다음 무료 할당량이 줄어듭니다: {{limits, list}}. 할당량 초과분은 과금됩니다.',
    lowerLimit: '{{metric}} {{before}} → {{after}}',
    exceeded: '{{metric}}: 현재 {{value, number}}(으)로, 변경 후 제한 {{limit, number}}을(를) 초과합니다.',
    lostFeatures: '{{plan}}에서 지원하지 않는 기능: {{features, list}}.',
    usesAllowance:
      '다음 항목의 변경 횟수를 사용합니다: {{items, list}}. 다음 변경은 {{again, instant}}부터 가능합니다.',
    mayPutBack: '그 전에는 {{item}} 항목을 원래 값({{to}})으로만 되돌릴 수 있습니다.',
  },
  zh: {
    app: '{{name}} ({{id}})',
    change: '*{{what}}*: {{before}} → *{{after}}*',
    same: '*{{what}}*: {{now}}',
    plan: '套餐包',
    state: '状态',
    validUntil: '有效期至',
    moment: '{{at, instant}}',
    person: '{{id, person}}',
    noChange: '与当前配置相同，没有任何变更。请选择其他值，或关闭窗口。',
    fallsAway: '{{plan}}不提供{{item}}（{{was}}），该项将失效。',
    nowIncluded: '{{item}}（{{was}}）已包含在{{plan}}中，不再单独计费。',
    lowerLimits: '以下上限将降低：{{limits, list}}。已有的不受影响，仅拒绝超出上限的新增。',
    lowerQuotas: '以下免费额度将减少：{{limits, list}}。超出额度的部分将计费。',
    lowerLimit: '{{metric}} {{before}} → {{after}}',
    exceeded: '{{metric}}：当前为 {{value, number}}，已超过变更后的上限 {{limit, number}}。',
    lostFeatures: '{{plan}}不支持：{{features, list}}。',
    usesAllowance: '将用掉以下各项的修改机会：{{items, list}}。下次可修改时间：{{again, instant}} 起。',
    mayPutBack: '在此之前，{{item}}只能改回：{{to}}。',
  },
});

/** How an app is shown to people: its name and SDKAppID. */
export function appName(app: Pick<App, 'name' | 'sdkAppId'>): Phrase {
  return operationsPhrases.phrase('app', { name: app.name, id: String(app.sdkAppId) });
}
