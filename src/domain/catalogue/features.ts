import type { Row } from './plan-matrix.js';
import type { CatalogueSource } from './schema.js';

/** The features, in the order of the table below. The Chinese terms are the vendor's for the same rows. */
export const features = {
  globalCoverage: { label: { en: 'Global coverage', ko: '글로벌 커버리지', zh: '全球覆盖' } },
  pushToAllUsers: { label: { en: 'Pushing to all users', ko: '전체 사용자 푸시', zh: '全员推送' } },
  multiDeviceLogin: {
    label: {
      en: 'Concurrent login from several devices of one platform',
      ko: '동일한 플랫폼의 여러 장치에서 동시 로그인',
      zh: '同平台多设备同时登录',
    },
  },
  localMessageSearch: {
    label: {
      en: 'Local message search (Android, iOS)',
      ko: '로컬 메시지 검색(Android, iOS)',
      zh: '本地消息搜索(Android、iOS)',
    },
  },
  avHistoryBeforeJoining: {
    label: {
      en: 'Messages from before joining an audio-video group',
      ko: '오디오-비디오 그룹 새 구성원 그룹 입장 전 메시지 확인',
      zh: '直播群新成员查看入群前消息',
    },
  },
  communityGroups: { label: { en: 'Community groups', ko: '커뮤니티 그룹(Community) 생성', zh: '社群(Community)' } },
  readReceipts: { label: { en: 'Read receipts', ko: '메시지 읽음 확인', zh: '消息已读回执' } },
  targetedGroupMessages: { label: { en: 'Targeted group messages', ko: '대상 그룹 메시지', zh: '群定向消息' } },
  avOnlineMembers: {
    label: {
      en: 'List of online members of audio-video groups',
      ko: '온라인 오디오-비디오 그룹 구성원 목록',
      zh: '直播群在线成员列表',
    },
  },
  avBroadcast: {
    label: {
      en: 'Broadcast messages in audio-video groups',
      ko: '오디오-비디오 그룹의 방송 메시지',
      zh: '直播群广播消息',
    },
  },
  userStatus: { label: { en: 'User status', ko: '사용자 상태', zh: '用户状态' } },
  conversationMarks: { label: { en: 'Conversation marks', ko: '대화 마크', zh: '会话标记' } },
  conversationGroups: { label: { en: 'Conversation groups', ko: '대화 그룹', zh: '会话分组' } },
  avMemberBan: {
    label: { en: 'Banning members of audio-video groups', ko: '오디오-비디오 그룹 구성원 차단', zh: '直播群成员封禁' },
  },
} as const satisfies CatalogueSource['features'];

const yes = true;
const no = false;

/** The features of each plan. Source: Tencent Cloud IM, "Billing mode comparison" (old vs. new), rows 1 and 13 to 25. */
// biome-ignore format: a table
export const featuresOfPlans = {
  //                        trial  pro  flagship  developer  standard  premium
  globalCoverage:          [yes,   yes, yes,      yes,       yes,      yes],
  pushToAllUsers:          [no,    no,  yes,      yes,       no,       yes],
  multiDeviceLogin:        [no,    no,  yes,      yes,       no,       yes],
  localMessageSearch:      [no,    no,  yes,      yes,       no,       yes],
  avHistoryBeforeJoining:  [no,    no,  yes,      yes,       no,       yes],
  communityGroups:         [no,    no,  yes,      yes,       no,       yes],
  readReceipts:            [no,    no,  yes,      yes,       no,       yes],
  targetedGroupMessages:   [no,    no,  yes,      yes,       no,       yes],
  avOnlineMembers:         [no,    no,  yes,      yes,       no,       yes],
  avBroadcast:             [no,    no,  yes,      yes,       no,       yes],
  userStatus:              [no,    no,  yes,      yes,       no,       yes],
  conversationMarks:       [no,    no,  yes,      yes,       no,       yes],
  conversationGroups:      [no,    no,  yes,      yes,       no,       yes],
  avMemberBan:             [no,    no,  yes,      yes,       no,       yes],
} satisfies Record<keyof typeof features, Row<boolean>>;
