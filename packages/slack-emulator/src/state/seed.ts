import type { Channel, Identity, Person, State, Usergroup } from './state.js';

/** Who and what the workspace starts with. What is left out comes from the default seed. */
export interface Seed {
  readonly identity?: Partial<Identity>;
  readonly people?: readonly Omit<Person, 'isBot'>[];
  readonly channels?: readonly Channel[];
  readonly usergroups?: readonly Usergroup[];
}

const identity: Identity = {
  teamId: 'T0SANDBOX',
  teamName: 'Sandbox',
  domain: 'sandbox',
  appId: 'A0SANDBOX',
  botId: 'B0SANDBOX',
  botUserId: 'U0000IMBOT',
  botName: 'imapp',
};

/** Two operators, the on-call approver and a viewer, in the three languages. */
const people: readonly Omit<Person, 'isBot'>[] = [
  { id: 'U00000ANN', name: 'ann', realName: 'Ann Ellis', locale: 'en-US', tz: 'America/New_York' },
  { id: 'U00000KIM', name: 'kim', realName: '김민준', locale: 'ko-KR', tz: 'Asia/Seoul' },
  { id: 'U00000LIN', name: 'lin', realName: '林薇', locale: 'zh-CN', tz: 'Asia/Shanghai' },
  { id: 'U00000BOB', name: 'bob', realName: 'Bob Vega', locale: 'en-US', tz: 'Europe/London' },
];

const usergroups: readonly Usergroup[] = [
  { id: 'S0ONCALL1', handle: 'im-oncall', name: 'IM on-call', members: ['U00000LIN'] },
];

/** The bot is in the two working channels, not in #general: posting there answers not_in_channel. */
function defaultChannels(members: readonly string[], bot: string): readonly Channel[] {
  return [
    { id: 'C0GENERAL', name: 'general', kind: 'public', members },
    { id: 'C0APPROVE', name: 'ops-approvals', kind: 'public', members: [...members, bot] },
    { id: 'C0NOTICES', name: 'ops-notices', kind: 'public', members: [...members, bot] },
  ];
}

/** A workspace nobody has done anything in yet. */
export function freshState(seed: Seed = {}): State {
  const who: Identity = { ...identity, ...seed.identity };
  const humans = (seed.people ?? people).map((person): Person => ({ ...person, isBot: false }));
  const bot: Person = {
    id: who.botUserId,
    name: who.botName,
    realName: who.botName,
    locale: 'en-US',
    tz: 'America/Los_Angeles',
    isBot: true,
  };
  const members = humans.map((person) => person.id);
  return {
    identity: who,
    people: byId([...humans, bot]),
    channels: byId(seed.channels ?? defaultChannels(members, bot.id)),
    usergroups: byId(seed.usergroups ?? usergroups),
    messages: {},
    views: {},
    stacks: {},
    homes: {},
    inputs: {},
    offers: {},
    triggers: {},
    responseUrls: {},
    files: {},
    notices: {},
    minted: 0,
    lastTs: 0,
  };
}

function byId<T extends { readonly id: string }>(items: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}
