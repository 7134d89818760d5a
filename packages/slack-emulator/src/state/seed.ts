import type { Channel, Identity, State, User, Usergroup } from './state.js';

/** Initial users, channels and user groups. What is omitted comes from the default seed. */
export interface Seed {
  readonly identity?: Partial<Identity>;
  readonly users?: readonly Omit<User, 'isBot'>[];
  readonly channels?: readonly Channel[];
  readonly usergroups?: readonly Usergroup[];
}

const defaultIdentity: Identity = {
  teamId: 'T0SANDBOX',
  teamName: 'Sandbox',
  domain: 'sandbox',
  appId: 'A0SANDBOX',
  botId: 'B0SANDBOX',
  botUserId: 'U0000IMBOT',
  botName: 'imapp',
};

/** Four users in three languages. */
export const defaultUsers: readonly Omit<User, 'isBot'>[] = [
  { id: 'U00000ANN', name: 'ann', realName: 'Ann Ellis', locale: 'en-US', tz: 'America/New_York' },
  { id: 'U00000KIM', name: 'kim', realName: '김민준', locale: 'ko-KR', tz: 'Asia/Seoul' },
  { id: 'U00000LIN', name: 'lin', realName: '林薇', locale: 'zh-CN', tz: 'Asia/Shanghai' },
  { id: 'U00000BOB', name: 'bob', realName: 'Bob Vega', locale: 'en-US', tz: 'Europe/London' },
];

const defaultUsergroups: readonly Usergroup[] = [
  { id: 'S0ONCALL1', handle: 'im-oncall', name: 'IM on-call', members: ['U00000LIN'] },
];

/**
 * The bot is a member of all channels but #general: posting there fails with not_in_channel. Users of other workspaces are
 * in a shared channel only, which exists if there are any.
 */
function defaultChannels(humans: readonly User[], { teamId, botUserId: bot }: Identity): readonly Channel[] {
  const all = humans.map((user) => user.id);
  const members = humans.filter((user) => (user.teamId ?? teamId) === teamId).map((user) => user.id);
  const shared: Channel = {
    id: 'C0PARTNER',
    name: 'partners',
    kind: 'public',
    members: [...all, bot],
    isShared: true,
  };
  return [
    { id: 'C0GENERAL', name: 'general', kind: 'public', members },
    { id: 'C0APPROVE', name: 'ops-approvals', kind: 'public', members: [...members, bot] },
    { id: 'C0NOTICES', name: 'ops-notices', kind: 'public', members: [...members, bot] },
    ...(members.length < all.length ? [shared] : []),
  ];
}

/** The initial state of a workspace. */
export function createState(seed: Seed = {}): State {
  const identity: Identity = { ...defaultIdentity, ...seed.identity };
  const humans = (seed.users ?? defaultUsers).map((user): User => ({ ...user, isBot: false }));
  const bot: User = {
    id: identity.botUserId,
    name: identity.botName,
    realName: identity.botName,
    locale: 'en-US',
    tz: 'America/Los_Angeles',
    isBot: true,
  };
  return {
    identity,
    users: keyById([...humans, bot]),
    channels: keyById(seed.channels ?? defaultChannels(humans, identity)),
    usergroups: keyById(seed.usergroups ?? defaultUsergroups),
    messages: {},
    views: {},
    stacks: {},
    homes: {},
    inputs: {},
    suggestedOptions: {},
    triggers: {},
    responseUrls: {},
    files: {},
    notices: {},
    idCount: 0,
    lastTs: 0,
  };
}

function keyById<T extends { readonly id: string }>(items: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
