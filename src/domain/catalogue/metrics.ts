import type { CatalogueSource } from './schema.js';

/**
 * The metrics that plans limit, with the vendor's error codes.
 * Sources: Tencent Cloud IM, "Billing mode comparison" (old vs. new), and the vendor's public list of error codes. The
 * remedy follows from data: an item that extends the limit, or a plan of the rule set that has more of it.
 */
export const metrics = {
  registeredUsers: {
    label: { en: 'Registered users', ko: '등록 사용자 수', zh: '注册用户数' },
    per: 'app',
    errorCode: 70398,
    refusedOn: 'every-plan',
    extendedBy: null,
  },
  contactsPerUser: {
    label: { en: 'Contacts per user', ko: '사용자당 연락처 수', zh: '单个用户好友数' },
    per: 'user',
    errorCode: 30010,
    refusedOn: 'every-plan',
    extendedBy: null,
  },
  groupsPerUser: {
    label: { en: 'Groups per user', ko: '사용자당 그룹 수', zh: '单人可加入群组数' },
    per: 'user',
    errorCode: 10037,
    refusedOn: 'every-plan',
    extendedBy: 'maxGroupsPerUser',
  },
  membersPerGroup: {
    label: { en: 'Members per group', ko: '그룹당 구성원 수', zh: '单个群成员数' },
    per: 'group',
    // 10014 is the vendor's code for a group's own cap, which existing groups keep until it is raised one by one.
    errorCode: 10038,
    refusedOn: 'every-plan',
    extendedBy: 'maxMembersPerGroup',
  },
  nonAvGroups: {
    label: { en: 'Groups other than audio-video', ko: '오디오-비디오 그룹 외 기타 그룹 수', zh: '非直播群数量' },
    per: 'app',
    errorCode: 10058,
    refusedOn: 'every-plan',
    extendedBy: null,
  },
  avChatRooms: {
    label: { en: 'Audio-video chat rooms', ko: '오디오-비디오 그룹 수', zh: '直播群数量' },
    per: 'app',
    errorCode: 10036,
    refusedOn: 'every-plan',
    extendedBy: 'unlimitedAvChatRooms',
  },
  dailyNetGroupIncrease: {
    label: { en: 'Net increase of groups per day', ko: '일일 그룹 수의 순 증가', zh: '每日群组净增数' },
    per: 'day',
    // Decision: the vendor documents no code for it, so this one is ours.
    errorCode: 'daily_group_increase',
    refusedOn: 'every-plan',
    extendedBy: null,
    relief: {
      en: 'Dissolving groups that were created today makes room again.',
      ko: '오늘 생성한 그룹을 해산하면 다시 생성할 수 있습니다.',
      zh: '解散当日创建的群组即可腾出额度。',
    },
  },
  dailyActiveUsers: {
    label: {
      en: 'Daily active users',
      ko: '일일 활성 사용자 수(DAU)',
      zh: '日活跃用户数(DAU)',
    },
    per: 'month',
    errorCode: 72000,
    refusedOn: 'free-plan',
    extendedBy: null,
  },
  monthlyActiveUsers: {
    label: {
      en: 'Monthly active users',
      ko: '월 활성 사용자 수(MAU)',
      zh: '月活跃用户数(MAU)',
    },
    per: 'month',
    errorCode: 72002,
    refusedOn: 'free-plan',
    extendedBy: null,
  },
  peakGroups: {
    label: { en: 'Peak groups', ko: '피크 그룹 수', zh: '群组峰值' },
    per: 'month',
    errorCode: null,
    refusedOn: 'never',
    extendedBy: null,
  },
  messageRetentionDays: {
    label: { en: 'Message storage', ko: '메시지 저장 기간', zh: '消息存储时长' },
    per: 'message',
    errorCode: null,
    refusedOn: 'never',
    extendedBy: 'messageStorageDays',
  },
} as const satisfies CatalogueSource['metrics'];
