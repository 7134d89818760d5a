import type { CatalogueSource } from './schema.js';

/**
 * Value-added items, legacy billing mode only.
 * Sources: Tencent Cloud IM, "Upgrading Your App" and "升级" (their tables of value-added items); message storage by "修改功
 * 能配置" (如需延长历史消息存储时长) and the vendor's price list.
 */
export const addOns = {
  unlimitedAvChatRooms: {
    label: {
      en: 'Audio-video chat rooms',
      ko: '오디오-비디오 그룹 생성 수량',
      zh: '直播群创建数量',
    },
    kind: 'toggle',
    extends: 'avChatRooms',
  },
  contentFiltering: {
    label: { en: 'Content filtering', ko: '콘텐츠 필터링 서비스', zh: '内容过滤' },
    kind: 'toggle',
    extends: null,
  },
  maxGroupsPerUser: {
    label: { en: 'Groups per user', ko: '사용자당 최대 그룹 수 확장', zh: '扩展单人可加入群组数上限' },
    kind: 'amount',
    extends: 'groupsPerUser',
  },
  maxMembersPerGroup: {
    label: { en: 'Members per group', ko: '그룹당 최대 구성원 수 확장', zh: '单个群成员数上限(非直播群)' },
    kind: 'amount',
    extends: 'membersPerGroup',
  },
  messageStorageDays: {
    label: { en: 'Message storage', ko: '메시지 저장 기간', zh: '历史消息存储时长' },
    kind: 'amount',
    extends: 'messageRetentionDays',
  },
} as const satisfies CatalogueSource['addOns'];
