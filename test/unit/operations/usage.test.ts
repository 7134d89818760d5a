import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../src/operations/change-plan.js';
import { usage } from '../../../src/operations/usage/usage.js';
import { appWith, developerApp } from '../../fixtures/domain.js';
import { english, operationContext, planOf, refusalOf, translated } from '../../fixtures/operation-context.js';

const app = developerApp('2026-11-01T04:00:00.000Z');
const measured = '2026-11-21T03:30:00.000Z';
const reading = (metric: string, value: number, subject = '') => ({
  metric,
  day: '2026-11-21',
  at: measured,
  value,
  subject,
});
const readings = [reading('registeredUsers', 41), reading('groupsPerUser', 50, 'alice'), reading('whatever', 1)];
const days = [
  { day: '2026-10-23', value: 10 },
  { day: '2026-11-20', value: 97 },
  { day: '2026-11-21', value: 41 },
];

describe('usage of all limits', () => {
  test('highest percentage first, with value, limit and time', () => {
    expect(english(planOf(usage, operationContext({ app, readings })).lines)).toEqual([
      '*Usage of shop (1400000001)*, tightest first',
      '• Groups per user: ▰▰▰▰▰▰▰▰▰▰ 100% (50 of 50) · fullest: alice · measured Nov 21, 2026, 11:30 GMT+8',
      '• Registered users: ▰▰▰▰▱▱▱▱▱▱ 41% (41 of 100) · measured Nov 21, 2026, 11:30 GMT+8',
    ]);
  });

  test('a metric without a limit says so', () => {
    const plan = planOf(usage, operationContext({ app: appWith(), readings: [reading('registeredUsers', 1234567)] }));
    expect(english(plan.lines)[1]).toMatch(/^• Registered users: 1,234,567, without limit/);
  });

  test('has a button for the chart of each metric', () => {
    const { nextActions, chart } = planOf(usage, operationContext({ app, readings }));
    expect(nextActions.map(({ operation, prefill }) => [operation, prefill?.['metric']])).toEqual([
      ['usage', 'groupsPerUser'],
      ['usage', 'registeredUsers'],
      ['show', undefined],
    ]);
    expect(chart).toBeUndefined();
  });

  test('an app without readings says so', () => {
    expect(english(planOf(usage, operationContext({ app })).lines)[1]).toMatch('Nothing has been measured');
  });
});

describe('usage of one metric', () => {
  test.each(['registeredUsers', 'Registered Users', '등록 사용자 수', '注册用户数'])(
    'named %s has a chart',
    (metric) => {
      const plan = planOf(usage, operationContext({ app, readings, dailyValues: days }), { metric });
      expect(english(plan.lines)).toEqual([
        '*Registered users* of *shop (1400000001)*',
        '• Registered users: ▰▰▰▰▱▱▱▱▱▱ 41% (41 of 100) · measured Nov 21, 2026, 11:30 GMT+8',
        'Highest of the last 30 days: 97% (97 of 100) on Nov 20, 2026 (Asia/Shanghai)',
      ]);
      expect(plan.chart).toMatchObject({ points: days, limit: 100, today: '2026-11-21' });
      expect(plan.chart && translated(plan.chart.alt).en).toBe(
        'Chart: Registered users of shop (1400000001), last 30 days. Highest of the last 30 days: 97% (97 of 100) on Nov 20, 2026 (Asia/Shanghai).',
      );
    },
  );

  test('without readings in the last days has no chart, and says why', () => {
    const plan = planOf(usage, operationContext({ app, readings }), { metric: 'registeredUsers' });
    expect(plan.chart).toBeUndefined();
    expect(english(plan.lines).at(-1)).toMatch('Nothing was measured in the last 30 days');
  });

  test('an unknown metric, or one of other plans, is refused with a button for all metrics', () => {
    for (const metric of ['elephants', 'dailyActiveUsers']) {
      const refusal = refusalOf(usage, operationContext({ app, readings }), { metric });
      expect(refusal).toMatchObject({ key: 'usage.unknown', field: 'metric', nextOperations: ['usage'] });
    }
  });

  test('is shown in every state of the app', () => {
    const gone = { ...app, state: 'purged' as const };
    expect(
      isRefusal(
        usage.plan(operationContext({ app: gone, readings, dailyValues: days }), { metric: 'registeredUsers' }),
      ),
    ).toBe(false);
  });
});
