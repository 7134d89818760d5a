import { describe, expect, test } from 'vitest';
import {
  currentReadings,
  findMetric,
  limitUsages,
  percentOf,
  usageBar,
} from '../../../../src/domain/entitlements/limit-usage.js';
import { appWith, catalogue, shanghai } from '../../../fixtures/domain.js';

const reading = (metric: string, value: number, day = '2026-11-21') => ({
  ...{ metric, value, day },
  at: `${day}T02:00:00.000Z`,
  subject: '',
});

describe('usage of limits', () => {
  test('highest percentage first, unlimited last, without metrics that the plan lacks', () => {
    const readings = [
      reading('registeredUsers', 5_000_000),
      reading('groupsPerUser', 100),
      reading('membersPerGroup', 199),
      reading('monthlyActiveUsers', 9),
      reading('whatever', 9),
    ];
    expect(limitUsages(catalogue, appWith(), readings).map(({ metric, percent }) => [metric, percent])).toEqual([
      ['membersPerGroup', 99],
      ['groupsPerUser', 20],
      ['registeredUsers', null],
    ]);
  });

  test('a value-added item that extends the limit counts', () => {
    const [it] = limitUsages(catalogue, appWith({ addOns: { maxGroupsPerUser: 1000 } }), [
      reading('groupsPerUser', 900),
    ]);
    expect(it).toMatchObject({ limit: 1000, percent: 90, value: 900 });
  });

  test('percent is rounded down, so that 100 % means that the limit is reached', () => {
    expect([percentOf(99, 100), percentOf(9_999, 10_000), percentOf(100, 100), percentOf(250, 100)]).toEqual([
      99, 99, 100, 250,
    ]);
    expect([percentOf(7, null), percentOf(0, 0)]).toEqual([null, 100]);
  });
});

test('readings of a metric per day or month expire with the day or month of the billing time zone', () => {
  const rules = { catalogue, calendar: shanghai };
  const yesterday = '2026-11-30';
  const readings = ['groupsPerUser', 'dailyNetGroupIncrease', 'monthlyActiveUsers'].map((it) =>
    reading(it, 1, yesterday),
  );
  const present = (at: string) => currentReadings(rules, readings, at).map(({ metric }) => metric);
  expect(present('2026-11-30T15:59:59.999Z')).toEqual(['groupsPerUser', 'dailyNetGroupIncrease', 'monthlyActiveUsers']);
  expect(present('2026-11-30T16:00:00.000Z')).toEqual(['groupsPerUser']);
});

test.each([
  ['registeredUsers', 'registeredUsers'],
  ['REGISTERED users', 'registeredUsers'],
  ['등록 사용자 수', 'registeredUsers'],
  ['日活跃用户数（DAU）', 'dailyActiveUsers'],
  ['users', null],
  ['', null],
])('findMetric("%s") is %s', (text, metric) => {
  expect(findMetric(catalogue, text)).toBe(metric);
});

test.each([
  [0, '▱▱▱▱▱▱▱▱▱▱'],
  [9, '▱▱▱▱▱▱▱▱▱▱'],
  [41, '▰▰▰▰▱▱▱▱▱▱'],
  [99, '▰▰▰▰▰▰▰▰▰▱'],
  [100, '▰▰▰▰▰▰▰▰▰▰'],
  [640, '▰▰▰▰▰▰▰▰▰▰'],
])('the usage bar of %s %% is %s', (percent, drawn) => {
  expect(usageBar(percent)).toBe(drawn);
});
