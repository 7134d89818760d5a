import { describe, expect, test } from 'vitest';
import { InvalidCatalogueError, readCatalogue, ruleSetOf } from '../../../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../../../src/domain/catalogue/index.js';
import { carryOver, offersOf } from '../../../../src/domain/entitlements/add-ons.js';
import { check, hasFeature, limitOf } from '../../../../src/domain/entitlements/entitlement-check.js';
import { obstacle, purgeAt, stateAt } from '../../../../src/domain/states.js';
import { appWith, catalogue, plansOf, ruleSetIds, shanghai } from '../../../fixtures/domain.js';
import { extraCatalogue, sameLabel } from '../../../fixtures/extra-rule-set.js';

/** The vendor's table of what the plans of both billing modes have, as published. */
const comparison = `
| 기능 | 무료 버전 | 프로 버전 | 플래그십 버전 | 개발자 버전 | 스탠다드 버전 | 프리미엄 버전 |
| 글로벌 커버리지 | 지원 | 지원 | 지원 | 지원 | 지원 | 지원 |
| 최대 사용자 수 | 100명 | 무제한 | 무제한 | 100명 | 무제한 | 무제한 |
| 사용자당 최대 연락처 수 | 20개 | 3000개 | 3000개 | 20개 | 3000개 | 3000개 |
| 사용자당 최대 그룹 수 | 50개 | 500개 | 1000개 | 50개 | 500개 | 1000개 |
| 그룹당 최대 구성원 수(오디오-비디오가 아닌 그룹) | 20명 | 200명 | 2000명 | 20명 | 200명 | 2000명 |
| 오디오-비디오 그룹 외 기타 그룹 최대 수(해산 그룹 제외) | 100개 | 무제한 | 무제한 | 100개 | 무제한 | 무제한 |
| 생성 가능한 최대 오디오-비디오 그룹 수 | 10개 | 50개 | 무제한 | 10개 | 50개 | 무제한 |
| 일일 그룹 수의 최대 순 증가 | 100개 | 10000개 | 10000개 | 100개 | 10000개 | 10000개 |
| 무료 메시지 저장 기간 | 7일 | 7일 | 30일 | 7일 | 7일 | 30일 |
| 무료 일일 활성 사용자 수(DAU) 할당량 | 100/월 | 1만/월 | 1만/월 | - | - | - |
| 무료 월 활성 사용자 수(MAU) 할당량 | - | - | - | 100/월 | 1만/월 | 1만/월 |
| 무료 피크 그룹 수 | 100/월 | 10만/월 | 10만/월 | 100/월 | 무제한 | 무제한 |
| Pushing to All Users | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 동일한 플랫폼의 여러 장치에서 동시 로그인 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 로컬 메시지 검색(Android, iOS) | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 오디오-비디오 그룹 새 구성원 그룹 입장 전 메시지 확인 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 커뮤니티 그룹(Community) 생성 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 메시지 읽음 확인 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 대상 그룹 메시지 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 온라인 오디오-비디오 그룹 구성원 목록 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 오디오-비디오 그룹의 방송 메시지 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 사용자 상태 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 대화 마크 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 대화 그룹 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |
| 오디오-비디오 그룹 구성원 차단 | 미지원 | 미지원 | 지원 | 지원 | 미지원 | 지원 |`;

const columns = [
  'legacy.trial',
  'legacy.pro',
  'legacy.flagship',
  'current.developer',
  'current.standard',
  'current.premium',
];

/** What each row of the table is called here, in the table's order. */
const called = [
  'globalCoverage',
  'registeredUsers',
  'contactsPerUser',
  'groupsPerUser',
  'membersPerGroup',
  'nonAvGroups',
  'avChatRooms',
  'dailyNetGroupIncrease',
  'messageRetentionDays',
  'dailyActiveUsers',
  'monthlyActiveUsers',
  'peakGroups',
  'pushToAllUsers',
  'multiDeviceLogin',
  'localMessageSearch',
  'avHistoryBeforeJoining',
  'communityGroups',
  'readReceipts',
  'targetedGroupMessages',
  'avOnlineMembers',
  'avBroadcast',
  'userStatus',
  'conversationMarks',
  'conversationGroups',
  'avMemberBan',
];

const published = comparison
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split('|').slice(2, 8));

/** What a cell of the table means; undefined for a dash. */
function meaning(cell: string): boolean | number | null | undefined {
  const text = cell.trim();
  if (text === '지원' || text === '미지원') return text === '지원';
  if (text === '무제한') return null;
  const [, digits, tenThousands] = /^(\d+)(만)?(?:명|개|일|\/월)$/.exec(text) ?? [];
  if (digits === undefined && text !== '-') throw new Error(`What does "${text}" mean?`);
  return digits === undefined ? undefined : Number(digits) * (tenThousands ? 10_000 : 1);
}

const cells = called.flatMap((row, i) =>
  columns.map((plan, j) => ({ row, plan, expected: meaning(published[i]?.[j] ?? '?') })),
);

describe("the vendor's comparison of plans", () => {
  test('has 25 rows and 6 plans, and the catalogue has exactly these', () => {
    expect(published).toHaveLength(25);
    expect(cells).toHaveLength(150);
    expect(Object.keys(catalogue.plans).sort()).toEqual([...columns].sort());
    const known = [...Object.keys(catalogue.features), ...Object.keys(catalogue.metrics)];
    expect(known.sort()).toEqual([...called].sort());
  });

  test.each(cells)('$row on $plan is $expected', ({ row, plan, expected }) => {
    const { limits, features } = catalogue.plans[plan] ?? expect.fail(plan);
    if (typeof expected === 'boolean') expect(features[row]).toBe(expected);
    else expect(limits[row]).toBe(expected);
  });
});

const nothing: Record<string, number[]> = {};
const offered: [string, string, Record<string, number[]>][] = [
  ['legacy-monthly', 'legacy.trial', nothing],
  [
    'legacy-monthly',
    'legacy.pro',
    {
      unlimitedAvChatRooms: [],
      contentFiltering: [],
      maxGroupsPerUser: [1000],
      maxMembersPerGroup: [2000],
      messageStorageDays: [30, 90, 180, 360],
    },
  ],
  [
    'legacy-monthly',
    'legacy.flagship',
    { contentFiltering: [], maxGroupsPerUser: [3000], maxMembersPerGroup: [6000], messageStorageDays: [90, 180, 360] },
  ],
  ['legacy-daily', 'legacy.trial', nothing],
  [
    'legacy-daily',
    'legacy.pro',
    {
      unlimitedAvChatRooms: [],
      maxGroupsPerUser: [1000],
      maxMembersPerGroup: [2000],
      messageStorageDays: [30, 90, 180, 360],
    },
  ],
  [
    'legacy-daily',
    'legacy.flagship',
    { maxGroupsPerUser: [3000], maxMembersPerGroup: [6000], messageStorageDays: [90, 180, 360] },
  ],
  ['current', 'current.developer', nothing],
  ['current', 'current.standard', nothing],
  ['current', 'current.premium', nothing],
];

describe('value-added items', () => {
  test.each(offered)('%s: %s offers exactly its own items', (ruleSet, plan, items) => {
    const offers = offersOf(catalogue, ruleSet, plan);
    expect(Object.fromEntries(offers.map(({ item, options }) => [item, options]))).toEqual(items);
    for (const { kind, options } of offers) expect(kind).toBe(options.length === 0 ? 'toggle' : 'amount');
  });

  test('a plan of another rule set offers nothing; an unknown rule set throws', () => {
    expect(offersOf(catalogue, 'current', 'legacy.pro')).toEqual([]);
    expect(() => offersOf(catalogue, 'fourth', 'legacy.pro')).toThrow('fourth');
  });
});

describe('rule sets', () => {
  test.each([
    [
      'legacy-monthly',
      {
        mode: 'legacy',
        forNewApps: false,
        backToFree: true,
        revertAlwaysAllowed: true,
        freeValidityMonths: null,
        restoreDays: null,
      },
    ],
    [
      'legacy-daily',
      {
        mode: 'legacy',
        forNewApps: true,
        backToFree: false,
        revertAlwaysAllowed: false,
        freeValidityMonths: null,
        restoreDays: 90,
      },
    ],
    [
      'current',
      {
        mode: 'current',
        forNewApps: true,
        backToFree: false,
        revertAlwaysAllowed: false,
        freeValidityMonths: 1,
        restoreDays: 90,
      },
    ],
  ] as const)('%s matches its document', (id, rules) => {
    const [freePlan, ...paidPlans] = plansOf[id];
    expect(ruleSetOf(catalogue, id)).toMatchObject({ id, freePlan, paidPlans, ...rules });
  });

  test.each([
    ['legacy-monthly', 'by-month', { plan: 3, items: 1 }],
    ['legacy-daily', 'by-day', { plan: 1, items: 1 }],
    ['current', 'by-day', { plan: 1, items: 1 }],
  ])('%s: fees %s, billed on %o', (id, feeMode, bills) => {
    expect(ruleSetOf(catalogue, id)).toMatchObject({ feeMode, bills });
  });

  test('there are three rule sets', () => {
    expect(Object.keys(catalogue.ruleSets)).toEqual([...ruleSetIds]);
  });
});

describe('labels', () => {
  const { metrics, features, addOns, plans, ruleSets, dataCenters } = catalogue;
  const rooms = { metrics, features, addOns, plans, ruleSets, dataCenters };
  const labels = Object.entries(rooms).flatMap(([room, entries]) =>
    Object.values(entries).map(({ id, label }) => ({ what: `${room}.${id}`, label })),
  );

  test.each(labels)('$what has a different label in each of three languages', ({ label }) => {
    expect(Object.keys(label)).toEqual(['en', 'ko', 'zh']);
    for (const text of Object.values(label)) expect(text.trim()).toBe(text);
    expect(label.en).toMatch(/^[ -~]+$/);
    expect(label.ko).toMatch(/\p{Script=Hangul}/u);
    expect(label.zh).toMatch(/\p{Script=Han}/u);
    expect(label.zh).not.toMatch(/\p{Script=Hangul}/u);
  });

  test.each(Object.keys(rooms))('labels of %s are unique in each language', (room) => {
    const names = labels.filter(({ what }) => what.startsWith(`${room}.`)).map(({ label }) => label);
    for (const language of ['en', 'ko', 'zh'] as const) {
      expect(new Set(names.map((label) => label[language])).size).toBe(names.length);
    }
  });

  test('the label of a paid plan names its way of billing, that of a free plan does not', () => {
    for (const [free, ...paid] of Object.values(plansOf)) {
      for (const plan of paid) {
        const label = plans[plan]?.label;
        expect([label?.en, label?.ko, label?.zh]).toEqual([
          expect.stringMatching(/-Postpaid$/),
          expect.stringMatching(/-후불$/),
          expect.stringMatching(/-后付费$/),
        ]);
      }
      expect(JSON.stringify(plans[free]?.label)).not.toMatch(/Postpaid|후불|后付费/);
    }
  });
});

describe('data centers', () => {
  const both = ['singapore', 'frankfurt', 'seoul', 'mumbai', 'silicon-valley'];

  test.each([...both, 'china', 'tokyo', 'jakarta'])('%s has the modes that the vendor published', (id) => {
    expect(catalogue.dataCenters[id]?.modes).toEqual(both.includes(id) ? ['legacy', 'current'] : ['legacy']);
  });

  test('there are eight data centers', () => expect(Object.keys(catalogue.dataCenters)).toHaveLength(8));
});

describe('error codes', () => {
  test.each([
    ['registeredUsers', 70398, 'every-plan', null],
    ['contactsPerUser', 30010, 'every-plan', null],
    ['groupsPerUser', 10037, 'every-plan', 'maxGroupsPerUser'],
    ['membersPerGroup', 10038, 'every-plan', 'maxMembersPerGroup'],
    ['nonAvGroups', 10058, 'every-plan', null],
    ['avChatRooms', 10036, 'every-plan', 'unlimitedAvChatRooms'],
    ['dailyNetGroupIncrease', 'daily_group_increase', 'every-plan', null],
    ['monthlyActiveUsers', 72002, 'free-plan', null],
    ['dailyActiveUsers', 72000, 'free-plan', null],
    ['peakGroups', null, 'never', null],
  ] as const)('%s: %s, refused on %s, extended by %s', (metric, errorCode, refusedOn, extendedBy) => {
    expect(catalogue.metrics[metric]).toMatchObject({ errorCode, refusedOn, extendedBy });
  });
});

/** A copy of the vendor's data in which one value is another, or is gone. */
function modifiedSource(...changes: [path: string, value: unknown][]): unknown {
  const data: unknown = JSON.parse(JSON.stringify(standardCatalogue));
  for (const [path, value] of changes) {
    const keys = path.split('/');
    const last = keys.pop() ?? '';
    const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], data) as Record<string, unknown>;
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return data;
}

function problemsOf(data: unknown): readonly string[] {
  try {
    readCatalogue(data);
  } catch (problem) {
    if (!(problem instanceof InvalidCatalogueError)) throw problem;
    for (const line of problem.problems) expect(problem.message).toContain(line);
    return problem.problems;
  }
  return [];
}

describe('readCatalogue', () => {
  test('accepts the standard catalogue', () => expect(problemsOf(modifiedSource())).toEqual([]));

  const metric = { ...standardCatalogue.metrics['nonAvGroups'], label: sameLabel('Bots') };
  test.each<[string, [string, unknown][], string[]]>([
    [
      'a plan limits an unknown metric',
      [['plans/legacy.pro/limits/bots', 5]],
      ['plans.legacy.pro.limits: there is no "bots"'],
    ],
    [
      'a plan has an unknown feature',
      [['plans/legacy.pro/features/magic', true]],
      ['plans.legacy.pro.features: there is no "magic"'],
    ],
    [
      'a plan leaves a feature open',
      [['plans/legacy.pro/features/userStatus', undefined]],
      ['plans.legacy.pro.features: "userStatus" is left open'],
    ],
    [
      'a metric is extended by an unknown item',
      [['metrics/nonAvGroups/extendedBy', 'more']],
      ['metrics.nonAvGroups.extendedBy: there is no "more"'],
    ],
    [
      'a metric is extended by an item that extends another',
      [['metrics/nonAvGroups/extendedBy', 'maxGroupsPerUser']],
      ['metrics.nonAvGroups.extendedBy: what it names does not name "nonAvGroups"'],
    ],
    [
      'a metric is extended by an item that extends none',
      [['metrics/nonAvGroups/extendedBy', 'contentFiltering']],
      ['metrics.nonAvGroups.extendedBy: what it names does not name "nonAvGroups"'],
    ],
    [
      'a metric does not know the item that extends it',
      [['metrics/groupsPerUser/extendedBy', null]],
      ['addOns.maxGroupsPerUser.extends: what it names does not name "maxGroupsPerUser"'],
    ],
    [
      'a refused metric has no error code',
      [['metrics/avChatRooms/errorCode', null]],
      ['metrics.avChatRooms.errorCode: what is refused needs one'],
    ],
    [
      'a metric refused on free plans has no error code',
      [['metrics/dailyActiveUsers/errorCode', null]],
      ['metrics.dailyActiveUsers.errorCode: what is refused needs one'],
    ],
    [
      'an item extends an unknown metric',
      [['addOns/contentFiltering/extends', 'filters']],
      ['addOns.contentFiltering.extends: there is no "filters"'],
    ],
    [
      'an item is named "plan"',
      [['addOns/plan', { label: sameLabel('Plan'), kind: 'toggle', extends: null }]],
      ['addOns.plan: an item cannot be named "plan"'],
    ],
    [
      'a free plan is unknown',
      [['ruleSets/current/freePlan', 'current.trial']],
      ['ruleSets.current.freePlan: there is no "current.trial"'],
    ],
    [
      'a paid plan is unknown',
      [['ruleSets/current/paidPlans', ['current.standard', 'current.gold']]],
      ['ruleSets.current.paidPlans: there is no "current.gold"'],
    ],
    [
      'the free plan is also a paid one',
      [['ruleSets/current/paidPlans', ['current.developer', 'current.standard']]],
      ['ruleSets.current: a plan stands there twice'],
    ],
    [
      'a paid plan is there twice',
      [['ruleSets/current/paidPlans', ['current.standard', 'current.standard']]],
      ['ruleSets.current: a plan stands there twice'],
    ],
    [
      'items are offered on a plan of other rules',
      [['ruleSets/current/addOns/legacy.pro', { contentFiltering: [] }]],
      ['ruleSets.current.addOns: there is no "legacy.pro"'],
    ],
    [
      'an unknown item is offered',
      [['ruleSets/legacy-daily/addOns/legacy.pro/magic', []]],
      ['ruleSets.legacy-daily.addOns.legacy.pro: there is no "magic"'],
    ],
    [
      'a toggle has values',
      [['ruleSets/legacy-daily/addOns/legacy.pro/unlimitedAvChatRooms', [100]]],
      ['ruleSets.legacy-daily.addOns.legacy.pro.unlimitedAvChatRooms: a toggle has no values'],
    ],
    [
      'an amount has no values',
      [['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', []]],
      ["ruleSets.legacy-daily.addOns.legacy.pro.maxGroupsPerUser: values must rise above the plan's default"],
    ],
    [
      "an amount is the plan's default",
      [['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', [500]]],
      ["ruleSets.legacy-daily.addOns.legacy.pro.maxGroupsPerUser: values must rise above the plan's default"],
    ],
    [
      'amounts do not rise',
      [['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', [1000, 1000]]],
      ["ruleSets.legacy-daily.addOns.legacy.pro.maxGroupsPerUser: values must rise above the plan's default"],
    ],
    [
      'amounts fall',
      [['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', [2000, 1000]]],
      ["ruleSets.legacy-daily.addOns.legacy.pro.maxGroupsPerUser: values must rise above the plan's default"],
    ],
    [
      'an amount extends an unlimited metric',
      [['plans/legacy.pro/limits/groupsPerUser', null]],
      [
        'ruleSets.legacy-monthly.addOns.legacy.pro.maxGroupsPerUser: the plan is without limit already',
        'ruleSets.legacy-daily.addOns.legacy.pro.maxGroupsPerUser: the plan is without limit already',
      ],
    ],
    [
      'a toggle extends an unlimited metric',
      [['ruleSets/legacy-daily/addOns/legacy.flagship/unlimitedAvChatRooms', []]],
      ['ruleSets.legacy-daily.addOns.legacy.flagship.unlimitedAvChatRooms: the plan is without limit already'],
    ],
    [
      'no rule set is for new apps',
      [['ruleSets/legacy-daily/forNewApps', false]],
      ['ruleSets: one is for new apps in the mode "legacy", not 0'],
    ],
    [
      'two rule sets are for new apps',
      [['ruleSets/legacy-monthly/forNewApps', true]],
      ['ruleSets: one is for new apps in the mode "legacy", not 2'],
    ],
    [
      'everything at once: all problems are reported',
      [
        ['metrics/bots', { ...metric, extendedBy: 'more' }],
        ['plans/legacy.trial/limits/users', 5],
        ['features/magic', { label: sameLabel('Magic') }],
        ['ruleSets/current/freePlan', 'current.trial'],
      ],
      [
        'plans.legacy.trial.limits: there is no "users"',
        ...columns.map((plan) => `plans.${plan}.features: "magic" is left open`),
        'metrics.bots.extendedBy: there is no "more"',
        'ruleSets.current.freePlan: there is no "current.trial"',
      ],
    ],
  ])('rejects: %s', (_, changes, expected) => {
    expect([...problemsOf(modifiedSource(...changes))].sort()).toEqual([...expected].sort());
  });

  test.each<[string, unknown]>([
    ['metrics', undefined],
    ['surprise', {}],
    ['metrics/nonAvGroups/label', { en: 'Groups', ko: '그룹' }],
    ['metrics/nonAvGroups/label/zh', ''],
    ['metrics/nonAvGroups/per', 'week'],
    ['metrics/nonAvGroups/refusedOn', 'sometimes'],
    ['metrics/nonAvGroups/errorCode', 10058.5],
    ['metrics/Bots', { ...metric }],
    ['metrics/__proto', { ...metric }],
    ['features/userStatus/label', undefined],
    ['addOns/contentFiltering/kind', 'switch'],
    ['addOns/contentFiltering/price', 5],
    ['plans/legacy.pro/limits/nonAvGroups', -1],
    ['plans/legacy.pro/limits/nonAvGroups', 1.5],
    ['plans/legacy.pro/limits/nonAvGroups', '100'],
    ['plans/legacy.pro/limits/nonAvGroups', Number.POSITIVE_INFINITY],
    ['plans/legacy.pro/features/userStatus', 'yes'],
    ['ruleSets/current/mode', 'Next'],
    ['ruleSets/current/paidPlans', []],
    ['ruleSets/current/backToFree', undefined],
    ['ruleSets/current/freeValidityMonths', 0],
    ['ruleSets/current/restoreDays', -90],
    ['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', [0]],
    ['ruleSets/legacy-daily/addOns/legacy.pro/maxGroupsPerUser', ['1000']],
    ['dataCenters/tokyo/modes', []],
    ['dataCenters/tokyo/modes', ['future']],
  ])('rejects %s = %j and names the path', (path, value) => {
    const [problem, ...more] = problemsOf(modifiedSource([path, value]));
    expect(more).toEqual([]);
    const room = path.split('/')[0];
    expect(problem).toMatch(room === 'surprise' ? /surprise/ : new RegExp(`^${room}`));
  });

  test('reports all invalid values at once', () => {
    const wrong = modifiedSource(
      ['metrics/nonAvGroups/per', 'week'],
      ['plans/legacy.pro/limits/nonAvGroups', -1],
      ['ruleSets/current/backToFree', undefined],
    );
    expect(problemsOf(wrong).map((problem) => problem.split(':')[0])).toEqual([
      'metrics.nonAvGroups.per',
      'plans.legacy.pro.limits.nonAvGroups',
      'ruleSets.current.backToFree',
    ]);
  });

  test('reports missing references together with invalid values', () => {
    const wrong = modifiedSource(
      ['metrics/nonAvGroups/per', 'week'],
      ['plans/legacy.pro/limits/nonAvGroups', -1],
      ['features/magic', { label: sameLabel('Magic') }],
      ['ruleSets/current/freePlan', 'current.trial'],
    );
    expect(problemsOf(wrong).map((problem) => problem.split(':')[0])).toEqual([
      'metrics.nonAvGroups.per',
      'plans.legacy.pro.limits.nonAvGroups',
      // The features of the plan that is wrong itself are not looked at.
      ...columns.filter((plan) => plan !== 'legacy.pro').map((plan) => `plans.${plan}.features`),
      'ruleSets.current.freePlan',
    ]);
  });

  test.each([null, undefined, 'catalogue', 7, []])('rejects %j', (data) => {
    expect(problemsOf(data)).not.toEqual([]);
  });
});

describe('the catalogue has no entry for names of object properties', () => {
  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nothing'])('%s', (id) => {
    const { metrics, features, addOns, plans, ruleSets, dataCenters } = catalogue;
    for (const room of [metrics, features, addOns, plans, ruleSets, dataCenters]) expect(room[id]).toBeUndefined();
    expect(() => ruleSetOf(catalogue, id)).toThrow(id);
    expect(offersOf(catalogue, 'legacy-daily', id)).toEqual([]);
  });
});

describe('a fourth rule set, defined as data', () => {
  const tree = appWith({ ruleSet: 'fourth', plan: 'fourth.tree' });

  test('has its own offers of items', () => {
    expect(offersOf(extraCatalogue, 'fourth', 'fourth.seed')).toEqual([]);
    expect(offersOf(extraCatalogue, 'fourth', 'fourth.tree')).toEqual([
      { item: 'moreBots', kind: 'amount', options: [10, 15] },
      { item: 'support', kind: 'toggle', options: [] },
    ]);
  });

  test('has its own limits and features only', () => {
    expect(limitOf(extraCatalogue, tree, 'bots')).toBe(5);
    expect(limitOf(extraCatalogue, { ...tree, addOns: { moreBots: 15 } }, 'bots')).toBe(15);
    expect(limitOf(extraCatalogue, tree, 'registeredUsers')).toBeUndefined();
    expect(hasFeature(extraCatalogue, { plan: 'fourth.wood' }, 'translation')).toBe(true);
    expect(hasFeature(extraCatalogue, { plan: 'current.premium' }, 'translation')).toBe(false);
  });

  test('check returns its own error codes', () => {
    const refused = {
      allowed: false,
      errorCode: 'too_many_bots',
      limit: 5,
      remedy: { upgrade: true, item: 'moreBots' },
    };
    expect(check(extraCatalogue, tree, { metric: 'bots', current: 5, asked: 1 })).toEqual(refused);
    expect(check(extraCatalogue, tree, { metric: 'bots', current: 4, asked: 1 })).toEqual({ allowed: true, limit: 5 });
    expect(check(extraCatalogue, tree, { feature: 'translation' })).toMatchObject({ errorCode: 10059 });
  });

  test('keeps and drops its items on a change of plan', () => {
    const to = { ruleSet: 'fourth', plan: 'fourth.wood' };
    expect(carryOver(extraCatalogue, to, { moreBots: 15, support: true })).toEqual({
      kept: {},
      dropped: [
        { item: 'moreBots', was: 15, included: true },
        { item: 'support', was: true, included: false },
      ],
    });
  });

  test('has its own restore period', () => {
    const rules = { catalogue: extraCatalogue, calendar: shanghai, extendWindowDays: 7 };
    const off = appWith({ ...tree, state: 'disabled', disabledAt: '2026-03-01T00:00:00.000Z' });
    expect(purgeAt(off, rules)).toBe('2026-03-11T00:00:00.000Z');
    expect(stateAt(off, '2026-03-10T23:59:59.999Z', rules)).toBe('disabled');
    expect(stateAt(off, '2026-03-11T00:00:00.000Z', rules)).toBe('purged');
    const at = '2026-02-01T00:00:00.000Z';
    expect(obstacle('upgrade', tree, { ...rules, at })).toEqual({ code: 'already-paid' });
    expect(obstacle('configure', { ...tree, plan: 'fourth.seed' }, { ...rules, at })).toEqual({ code: 'free-plan' });
    expect(obstacle('configure', tree, { ...rules, at })).toBeNull();
  });
});
