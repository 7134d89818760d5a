import { describe, expect, test } from 'vitest';
import type { App } from '../../../src/domain/app.js';
import { rolesOf } from '../../../src/operations/roles.js';
import { show } from '../../../src/operations/show/show.js';
import { appWith, configurationFrom, developerApp } from '../../fixtures/domain.js';
import { at, english, formOf, operationContext, planOf } from '../../fixtures/operation-context.js';

const viewer = rolesOf([]);
const next = (app: App, roles = rolesOf(['operator']), now = at) =>
  planOf(show, operationContext({ app, roles, at: now })).nextActions.map((ask) => ask.operation);

test('show is read-only', () => {
  expect(formOf(show, operationContext())).toEqual([]);
  expect(planOf(show, operationContext())).toMatchObject({
    updates: [],
    warnings: [],
    loss: null,
    undo: null,
    done: null,
  });
});

test('show: a paid app', () => {
  const app = appWith({ addOns: { maxGroupsPerUser: 1000 }, dataCenter: 'silicon-valley' });
  const history = [configurationFrom('2026-11-05T04:00:00.000Z', { usedAllowances: ['maxGroupsPerUser'] })];
  expect(english(planOf(show, operationContext({ app, history })).lines)).toEqual([
    '*shop (1400000001)*',
    '*State*: active',
    '*Plan*: Pro Edition-Postpaid',
    '*Audio-video chat rooms*: 50 (included)',
    '*Groups per user*: 1,000',
    '*Members per group*: 200 (included)',
    '*Message storage*: 7 days (included)',
    '*Account*: acme',
    '*Data center*: Silicon Valley',
    '*Billing rules*: Legacy rules, by day',
    'Plan: can be changed now',
    'Audio-video chat rooms: can be changed now',
    'Groups per user: changed on Nov 5, 2026, 12:00 GMT+8, next from Dec 1, 2026, 00:00 GMT+8',
    'Members per group: can be changed now',
    'Message storage: can be changed now',
    '*Limits*',
    '• Registered users: unlimited',
    '• Contacts per user: 3,000',
    '• Groups per user: 1,000',
    '• Members per group: 200',
    '• Groups other than audio-video: unlimited',
    '• Audio-video chat rooms: 50',
    '• Net increase of groups per day: 10,000',
    '• Daily active users: 10,000 free',
    '• Peak groups: 100,000 free',
    '• Message storage: 7 days',
    '*Features*: Global coverage',
  ]);
});

test('show: a developer app has an end of validity and no change allowances', () => {
  const lines = english(planOf(show, operationContext({ app: developerApp('2026-11-01T04:00:00.000Z') })).lines);
  expect(lines).toContain('*Valid until*: Dec 1, 2026, 12:00 GMT+8');
  expect(lines.filter((line) => line.includes('can be changed'))).toEqual([]);
  expect(lines.at(-1)).toMatch(/^\*Features\*: Global coverage, .*, and Banning members of audio-video groups$/);
});

test('show: a disabled app can be restored until an instant; a purged app was purged at one', () => {
  const app = appWith({ state: 'disabled', disabledAt: '2026-11-10T04:00:00.000Z' });
  expect(english(planOf(show, operationContext({ app })).lines)).toEqual(
    expect.arrayContaining([
      '*State*: disabled',
      '*Disabled on*: Nov 10, 2026, 12:00 GMT+8',
      '*Can be restored until*: Feb 8, 2027, 12:00 GMT+8',
    ]),
  );
  const gone = operationContext({ app: { ...app, state: 'purged' }, at: '2027-02-08T04:00:00.000Z' });
  const readings = [{ metric: 'groupsPerUser', day: '2026-11-21', at, value: 490, subject: '' }];
  const plan = planOf(show, { ...gone, readings });
  expect(english(plan.lines)).toEqual([
    '*shop (1400000001)*',
    '*State*: gone for ever',
    '*Disabled on*: Nov 10, 2026, 12:00 GMT+8',
    '*Gone since*: Feb 8, 2027, 12:00 GMT+8',
    '*Plan*: Pro Edition-Postpaid',
    '*Account*: acme',
    '*Data center*: Singapore',
    '*Billing rules*: Legacy rules, by day',
  ]);
  expect(plan.nextActions.map(({ operation }) => operation)).toEqual(['history']);
});

test('show: pending changes come first, with author and reason', () => {
  const waiting = { operation: 'disable', author: 'UKIM', expiresAt: '2026-11-22T04:00:00.000Z' };
  const open = [
    { ...waiting, reason: 'closing *down*' },
    { ...waiting, operation: 'upgrade', reason: null },
  ];
  const lines = planOf(show, operationContext({ pendingChanges: open })).lines;
  expect(lines[1]).toMatchObject({ key: 'show.waiting', values: { author: 'UKIM', reason: 'closing *down*' } });
  expect(lines[2]).toMatchObject({ key: 'show.waiting', values: { operation: { key: 'upgrade.label' }, reason: '' } });
  expect(lines.slice(3).map(({ key }) => key)).not.toContain('show.waiting');
});

describe('show has buttons for what the reader may do now', () => {
  const disabled = { state: 'disabled', disabledAt: at } as const;
  const dev = developerApp('2026-10-28T04:00:00.000Z');
  test.each<[string, App, string[]]>([
    ['developer', developerApp('2026-11-01T04:00:00.000Z'), ['upgrade', 'disable']],
    ['developer in its last days', dev, ['upgrade', 'extend', 'disable']],
    ['suspended', { ...dev, state: 'suspended' }, ['upgrade', 'extend', 'disable']],
    ['trial', appWith({ plan: 'legacy.trial' }), ['upgrade', 'disable']],
    ['pro', appWith(), ['configure', 'disable']],
    ['disabled', appWith(disabled), ['restore']],
    ['purged', appWith({ ...disabled, state: 'purged' }), []],
  ])('%s', (_, app, operations) => {
    const edit = app.state === 'purged' ? [] : ['edit'];
    expect(next(app)).toEqual([...operations, ...edit, 'history']);
    expect(next(app, rolesOf(['admin']))).toEqual([...operations, ...edit, 'history']);
    expect(next(app, viewer)).toEqual(['history']);
    expect(next(app, rolesOf(['approver']))).toEqual(['history']);
  });
});

test('show: the two limits with the highest usage, and a button for all', () => {
  const reading = (metric: string, value: number, day = '2026-11-21') => ({ metric, day, at, value, subject: '' });
  const readings = [
    reading('avChatRooms', 25),
    reading('groupsPerUser', 490),
    reading('membersPerGroup', 20),
    reading('dailyNetGroupIncrease', 10_000, '2026-11-20'),
  ];
  const plan = planOf(show, operationContext({ readings }));
  expect(english(plan.lines).filter((line) => line.includes('▱'))).toEqual([
    '*Groups per user*: ▰▰▰▰▰▰▰▰▰▱ 98% (490 of 500)',
    '*Audio-video chat rooms*: ▰▰▰▰▰▱▱▱▱▱ 50% (25 of 50)',
  ]);
  expect(plan.nextActions.map((ask) => ask.operation)).toContain('usage');
});
