import { definePhrases } from '../../../i18n/phrase.js';

export const limitErrorPhrases = definePhrases('limit-error', {
  en: {
    label: 'requests refused at a limit',
    refused: {
      one: ':no_entry_sign: The platform refused a request of *{{app}}* with code {{errorCode}} on {{at, instant}} ({{count, number}} time). {{what}}.',
      other:
        ':no_entry_sign: The platform refused requests of *{{app}}* with code {{errorCode}}, first on {{at, instant}} ({{count, number}} times). {{what}}.',
    },
    ownCap: 'This is the cap of that one group. An existing group keeps its cap until it is raised by itself.',
    past: '*{{app}}*: this no longer applies. {{what}}.',
    feature: 'The plan lacks a feature',
    suspended: 'The app is suspended',
    disabled: 'The app is disabled',
    many: { one: '{{count, number}} limit was refused', other: '{{count, number}} limits were refused' },
    appColumn: 'App',
    whatColumn: 'Limit of',
    codeColumn: 'Code',
    countColumn: 'Times',
    amount: '{{amount, number}}',
  },
  ko: {
    label: '제한으로 거부된 요청',
    refused:
      ':no_entry_sign: {{at, instant}}부터 *{{app}}* 애플리케이션의 요청이 오류 코드 {{errorCode}}(으)로 {{count, number}}회 거부되었습니다. {{what}}.',
    ownCap: '해당 그룹 자체의 인원 제한입니다. 기존 그룹은 개별적으로 늘릴 때까지 기존 제한을 유지합니다.',
    past: '*{{app}}*: 더 이상 해당되지 않습니다. {{what}}.',
    feature: '플랜에서 지원하지 않는 기능',
    suspended: '애플리케이션 일시 중단됨',
    disabled: '애플리케이션 비활성화됨',
    many: '제한으로 거부된 항목 {{count, number}}건',
    appColumn: '애플리케이션',
    whatColumn: '항목',
    codeColumn: '오류 코드',
    countColumn: '횟수',
    amount: '{{amount, number}}',
  },
  zh: {
    label: '因超限被拒绝的请求',
    refused:
      ':no_entry_sign: 平台自 {{at, instant}} 起拒绝了 *{{app}}* 的请求 {{count, number}} 次，错误码 {{errorCode}}。{{what}}。',
    ownCap: '这是该群自身的人数上限。已有群的上限需单独调高。',
    past: '*{{app}}* 的该提醒已不适用：{{what}}。',
    feature: '套餐包不支持该功能',
    suspended: '应用已暂停',
    disabled: '应用已停用',
    many: '{{count, number}} 项因超限被拒绝',
    appColumn: '应用',
    whatColumn: '项目',
    codeColumn: '错误码',
    countColumn: '次数',
    amount: '{{amount, number}}',
  },
});
