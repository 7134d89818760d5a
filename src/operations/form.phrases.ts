import { definePhrases } from '../i18n/phrase.js';

/** Texts about invalid form values. */
export const formPhrases = definePhrases('field', {
  en: {
    missing: '{{field}} is needed.',
    notOffered: '“{{value}}” is not offered for {{field}}. Choose one of: {{options, list}}.',
    tooLong: '{{field}} has {{length, number}} characters; at most {{max, number}} fit.',
    outOfRange: '{{field}} must be a whole number from {{min, number}} to {{max, number}}.',
    noDay: '{{field}} must be a date like 2026-01-31.',
    tooLate: '{{field}} cannot be after {{max, day}}.',
    noMonth: '{{field}} must be a month like 2026-01, up to {{max, month}}.',
    noChannel: '{{field}} must be a channel.',
    unknown: '“{{name}}” cannot be set to “{{value}}”: it is not offered here. What can be set: {{names, list}}.',
    noOwner: '{{field}} must be a person or a user group of this workspace: mention them, or give the id (U…, S…).',
    tooManyTags: '{{field}}: at most {{max, number}} words fit; these are {{count, number}}.',
    tagTooLong: '{{field}}: “{{tag}}” is longer than {{max, number}} characters.',
    fileTooLong: '{{field}} has {{length, number}} characters; at most {{max, number}} can be read.',
  },
  ko: {
    missing: '{{field}} 항목을 입력하십시오.',
    notOffered: '{{field}} 항목에는 “{{value}}” 값을 사용할 수 없습니다. 다음 중에서 선택하십시오: {{options, list}}.',
    tooLong: '{{field}} 항목이 {{length, number}}자입니다. 최대 {{max, number}}자까지 입력할 수 있습니다.',
    outOfRange: '{{field}} 항목은 {{min, number}}~{{max, number}} 사이의 정수여야 합니다.',
    noDay: '{{field}} 항목은 2026-01-31과 같은 날짜 형식이어야 합니다.',
    tooLate: '{{field}} 항목은 {{max, day}}보다 늦을 수 없습니다.',
    noMonth: '{{field}} 항목은 2026-01과 같은 월 형식이어야 하며 {{max, month}}까지만 가능합니다.',
    noChannel: '{{field}} 항목은 채널이어야 합니다.',
    unknown:
      '“{{name}}” 항목은 여기에서 제공하지 않아 “{{value}}” 값으로 설정할 수 없습니다. 설정 가능한 항목: {{names, list}}.',
    noOwner:
      '{{field}} 항목은 이 워크스페이스의 사용자 또는 사용자 그룹이어야 합니다. 멘션하거나 ID(U…, S…)를 입력하십시오.',
    tooManyTags: '{{field}} 항목에는 최대 {{max, number}}개까지 입력할 수 있습니다. 현재 {{count, number}}개입니다.',
    tagTooLong: '{{field}} 항목의 “{{tag}}”이(가) {{max, number}}자를 초과합니다.',
    fileTooLong: '{{field}} 항목이 {{length, number}}자입니다. 최대 {{max, number}}자까지 읽을 수 있습니다.',
  },
  zh: {
    missing: '请填写{{field}}。',
    notOffered: '{{field}}不支持“{{value}}”。可选值：{{options, list}}。',
    tooLong: '{{field}}有 {{length, number}} 个字符，最多 {{max, number}} 个。',
    outOfRange: '{{field}}必须是 {{min, number}} 到 {{max, number}} 之间的整数。',
    noDay: '{{field}}必须是日期，例如 2026-01-31。',
    tooLate: '{{field}}不能晚于 {{max, day}}。',
    noMonth: '{{field}}格式须如 2026-01，且不晚于 {{max, month}}。',
    noChannel: '{{field}}必须是频道。',
    unknown: '此处不提供“{{name}}”，无法设为“{{value}}”。可设置的项目：{{names, list}}。',
    noOwner: '{{field}}必须是本工作区的成员或用户组：请使用 @ 提及，或填写 ID（U…、S…）。',
    tooManyTags: '{{field}}最多 {{max, number}} 个，当前 {{count, number}} 个。',
    tagTooLong: '{{field}}中的“{{tag}}”超过 {{max, number}} 个字符。',
    fileTooLong: '{{field}}有 {{length, number}} 个字符，最多可读取 {{max, number}} 个。',
  },
});
