import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../../src/domain/app.js';
import type { Peak } from '../../../../src/domain/billing/line-item.js';
import { statementOf } from '../../../../src/domain/billing/statement.js';
import { calendarIn } from '../../../../src/domain/calendar.js';
import { catalogue, shanghai } from '../../../fixtures/domain.js';

type ConfigurationChange = Partial<Omit<Configuration, 'effectiveFrom'>>;

/** A history told by date: noon in Shanghai, or the time of day that is given there. */
function historyOf(...events: readonly [when: string, what: ConfigurationChange][]): Configuration[] {
  let last: Omit<Configuration, 'effectiveFrom'> = {
    operation: 'configure',
    ruleSet: 'legacy-daily',
    plan: 'legacy.trial',
    addOns: {},
    state: 'active',
    usedAllowances: [],
  };
  return events.map(([when, what]) => {
    last = { ...last, ...what };
    const iso = when.includes('T') ? `${when}+08:00` : `${when}T12:00:00.000+08:00`;
    return { ...last, effectiveFrom: new Date(iso).toISOString() };
  });
}

const rules = { catalogue, calendar: shanghai };

function statement(month: string, history: readonly Configuration[], peaks: readonly Peak[] = []) {
  return statementOf(month, { history, peaks }, rules);
}

/** The lines in short: what, how much, and when it is billed. */
function lines(month: string, history: readonly Configuration[], peaks: readonly Peak[] = []) {
  return statement(month, history, peaks).lines.map(({ id, amount, billedOn }) => [id, amount, billedOn]);
}

const rooms = { unlimitedAvChatRooms: true } as const;
const monthly = { ruleSet: 'legacy-monthly', plan: 'legacy.trial', addOns: {}, state: 'active' } as const;
const pro = { plan: 'legacy.pro' } as const;

describe('by month: the scenarios of the source (Pro on 10 February 2019)', () => {
  const toPro: [string, ConfigurationChange][] = [
    ['2019-01-05', monthly],
    ['2019-02-10', pro],
  ];
  const free = [['plan', 0, '2019-03-03']]; // Trial, with which the month began
  const planFrom = (month: string, bill: string) => ({ [month]: [['plan', 44_999, bill]] });

  test.each([
    {
      scenario: '1: rooms on 15 February, off on 25 February: no fee for rooms, ever',
      history: historyOf(...toPro, ['2019-02-15', { addOns: rooms }], ['2019-02-25', { addOns: {} }]),
      expected: { '2019-02': free, ...planFrom('2019-03', '2019-04-03'), ...planFrom('2019-04', '2019-05-03') },
    },
    {
      scenario: '2: rooms on 15 February and kept: nothing for February, all of March, bill on 1 April',
      history: historyOf(...toPro, ['2019-02-15', { addOns: rooms }]),
      expected: {
        '2019-02': free,
        '2019-03': [
          ['plan', 44_999, '2019-04-03'],
          ['unlimitedAvChatRooms', 44_999, '2019-04-01'],
        ],
      },
    },
    {
      scenario: '3: nothing in February, rooms on 10 April: all of April, bill on 1 May',
      history: historyOf(...toPro, ['2019-04-10', { addOns: rooms }]),
      expected: {
        '2019-02': free,
        ...planFrom('2019-03', '2019-04-03'),
        '2019-04': [
          ['plan', 44_999, '2019-05-03'],
          ['unlimitedAvChatRooms', 44_999, '2019-05-01'],
        ],
      },
    },
    {
      scenario: '3, after putting back what was changed in February',
      history: historyOf(
        ...toPro,
        ['2019-02-15', { addOns: rooms }],
        ['2019-02-20', { addOns: {} }],
        ['2019-04-10', { addOns: rooms }],
      ),
      expected: {
        '2019-02': free,
        ...planFrom('2019-03', '2019-04-03'),
        '2019-04': [
          ['plan', 44_999, '2019-05-03'],
          ['unlimitedAvChatRooms', 44_999, '2019-05-01'],
        ],
      },
    },
  ])('$scenario', ({ history, expected }) => {
    for (const [month, wanted] of Object.entries(expected))
      expect({ month, lines: lines(month, history) }).toEqual({ month, lines: wanted });
  });
});

describe('by month: where the sources leave it open', () => {
  const since2018 = historyOf(['2018-05-01', { ...monthly, ...pro, addOns: rooms }]);
  const later = (...events: [string, ConfigurationChange][]) => [
    ...since2018,
    ...historyOf(['2018-05-02', { ...monthly, ...pro, addOns: rooms }], ...events).slice(1),
  ];

  test.each([
    [
      'an item turned off within the month is charged for the whole month',
      '2019-03',
      later(['2019-03-10', { addOns: {} }]),
      [44_999, 44_999],
    ],
    ['an item turned off before costs no more', '2019-04', later(['2019-03-10', { addOns: {} }]), [44_999]],
    [
      'Pro to Flagship: plan and items at the start of the month',
      '2019-03',
      later(['2019-03-10', { plan: 'legacy.flagship', addOns: {} }]),
      [44_999, 44_999],
    ],
    [
      'Flagship from the 1st of the next month',
      '2019-04',
      later(['2019-03-10', { plan: 'legacy.flagship', addOns: {} }]),
      [89_999],
    ],
    [
      'back to trial: the month is charged, the next is not',
      '2019-03',
      later(['2019-03-10', { plan: 'legacy.trial', addOns: {} }]),
      [44_999, 44_999],
    ],
    ['nothing after that', '2019-04', later(['2019-03-10', { plan: 'legacy.trial', addOns: {} }]), [0]],
    [
      'one day of service is charged as the whole month',
      '2019-03',
      later(['2019-03-01', { state: 'purged' }]),
      [44_999, 44_999],
    ],
    ['gone: nothing', '2019-04', later(['2019-03-01', { state: 'purged' }]), []],
    [
      'a change a millisecond before midnight of the last day belongs to that month',
      '2019-03',
      later(['2019-03-31T23:59:59.999', { plan: 'legacy.flagship', addOns: {} }]),
      [44_999, 44_999],
    ],
    [
      'a change at the first instant is in force at the start of the month',
      '2019-04',
      later(['2019-04-01T00:00:00.000', { plan: 'legacy.flagship', addOns: {} }]),
      [89_999],
    ],
  ] as const)('%s', (_, month, history, amounts) => {
    expect(statement(month, history).lines.map((it) => it.amount)).toEqual(amounts);
  });

  test('a plan activated at the first instant of a month is charged for the month', () => {
    const history = historyOf(['2019-01-05', monthly], ['2019-02-01T00:00:00.000', pro]);
    expect(lines('2019-02', history)).toEqual([['plan', 44_999, '2019-03-03']]);
  });
});

describe('by day', () => {
  const trial = historyOf(['2026-01-01', {}]);
  const then = (...events: [string, ConfigurationChange][]) => historyOf(['2026-01-01', {}], ...events);

  test.each([
    ['nothing on the free plan', '2026-02', trial, [0]],
    ['upgraded on the 10th: 19 of 28 days', '2026-02', then(['2026-02-10', pro]), [Math.round((44_999 * 19) / 28)]],
    ['upgraded on the first day: the whole month', '2026-02', then(['2026-02-01T23:00', pro]), [44_999]],
    ['upgraded on the last day: one day', '2026-02', then(['2026-02-28', pro]), [Math.round(44_999 / 28)]],
    ['29 February counts: one of 29', '2028-02', then(['2028-02-29', pro]), [Math.round(44_999 / 29)]],
    [
      'Pro to Flagship on the 11th: the day is charged once, at Flagship',
      '2026-11',
      then(['2026-10-01', pro], ['2026-11-11', { plan: 'legacy.flagship' }]),
      [Math.round((44_999 * 10 + 89_999 * 20) / 30)],
    ],
    [
      'disabled on the 10th: the day counts',
      '2026-11',
      then(['2026-10-01', pro], ['2026-11-10', { state: 'disabled' }]),
      [Math.round((44_999 * 10) / 30)],
    ],
    [
      'disabled at midnight of the 10th: the 9th is the last day',
      '2026-11',
      then(['2026-10-01', pro], ['2026-11-10T00:00:00.000', { state: 'disabled' }]),
      [Math.round((44_999 * 9) / 30)],
    ],
    [
      'upgraded and disabled on the same day: that day is charged',
      '2026-11',
      then(['2026-11-10T09:00', pro], ['2026-11-10T17:00', { state: 'disabled' }]),
      [Math.round(44_999 / 30)],
    ],
    [
      'disabled and restored: the days between are free',
      '2026-11',
      then(['2026-10-01', pro], ['2026-11-10', { state: 'disabled' }], ['2026-11-20', { state: 'active' }]),
      [Math.round((44_999 * 21) / 30)],
    ],
    [
      'disabled and restored within a day: that day counts once',
      '2026-11',
      then(['2026-10-01', pro], ['2026-11-10T09:00', { state: 'disabled' }], ['2026-11-10T17:00', { state: 'active' }]),
      [44_999],
    ],
    ['disabled before: nothing', '2026-11', then(['2026-10-01', pro], ['2026-10-10', { state: 'disabled' }]), []],
    ['before the app came: nothing', '2025-12', trial, []],
    [
      'several changes in a month and on one day: the last of the day',
      '2026-11',
      then(['2026-11-05T09:00', pro], ['2026-11-05T10:00', { plan: 'legacy.flagship' }], ['2026-11-05T11:00', pro]),
      [Math.round((44_999 * 26) / 30)],
    ],
  ] as const)('%s', (_, month, history, amounts) => {
    const { lines: found, total } = statement(month, history);
    expect(found.map((it) => it.amount)).toEqual(amounts);
    expect(total).toBe(found.reduce((sum, it) => sum + Number(it.amount), 0));
  });

  test('items are charged by day, each on its own line with its values', () => {
    const history = historyOf(
      ['2026-01-01', { ...pro, addOns: { maxGroupsPerUser: 1000 } }],
      ['2026-11-16', { addOns: { maxGroupsPerUser: 1000, ...rooms } }],
      ['2026-11-21', { addOns: rooms }],
    );
    expect(statement('2026-11', history).lines).toEqual([
      {
        kind: 'plan',
        id: 'plan',
        parts: [{ plan: 'legacy.pro', value: null, days: 30 }],
        amount: 44_999,
        billedOn: '2026-12-01',
      },
      {
        kind: 'item',
        id: 'maxGroupsPerUser',
        parts: [{ plan: 'legacy.pro', value: 1000, days: 20 }],
        amount: 29_999,
        billedOn: '2026-12-01',
      },
      {
        kind: 'item',
        id: 'unlimitedAvChatRooms',
        parts: [{ plan: 'legacy.pro', value: true, days: 15 }],
        amount: 22_500,
        billedOn: '2026-12-01',
      },
    ]);
  });

  test('the billing time zone decides the day, month and year of an instant', () => {
    const upgraded = historyOf(['2025-06-01', {}], ['2026-01-01T00:30', pro]);
    const newYork = { catalogue, calendar: calendarIn('America/New_York') };
    const amount = (month: string, where: typeof rules) =>
      statementOf(month, { history: upgraded, peaks: [] }, where).total;
    expect([amount('2025-12', rules), amount('2026-01', rules)]).toEqual([0, 44_999]);
    expect([amount('2025-12', newYork), amount('2026-01', newYork)]).toEqual([Math.round(44_999 / 31), 44_999]);
  });

  test('`through` limits the statement to the days so far', () => {
    const history = historyOf(['2026-01-01', pro]);
    const soFar = statementOf('2026-11', { history, peaks: [], through: '2026-11-21' }, rules);
    expect(soFar.lines[0]).toMatchObject({ amount: Math.round((44_999 * 21) / 30), parts: [{ days: 21 }] });
    expect(statementOf('2026-12', { history, peaks: [], through: '2026-11-21' }, rules).lines).toEqual([]);
    expect(statementOf('2026-10', { history, peaks: [], through: '2026-11-21' }, rules).total).toBe(44_999);
  });

  test('a clock that was set back does not bring an older configuration back', () => {
    const history = historyOf(
      ['2026-10-01', pro],
      ['2026-11-11T10:00', { plan: 'legacy.flagship' }],
      ['2026-11-11T09:00', pro],
    );
    expect(statement('2026-11', history).total).toBe(44_999);
  });
});

describe('migration', () => {
  const standard = { ruleSet: 'current', plan: 'current.standard', addOns: {} };
  test('from rules by day: each day is charged with its own plan', () => {
    const history = historyOf(['2026-01-01', { ...pro, addOns: rooms }], ['2026-11-16', standard]);
    expect(lines('2026-11', history)).toEqual([
      ['plan', Math.round((44_999 * 15 + 39_900 * 15) / 30), '2026-12-01'],
      ['unlimitedAvChatRooms', Math.round((44_999 * 15) / 30), '2026-12-01'],
    ]);
  });
  test('from rules by month: the month is charged by the old rules, the next by the new ones', () => {
    const history = historyOf(['2018-01-01', { ...monthly, ...pro }], ['2026-11-16', standard]);
    expect(lines('2026-11', history)).toEqual([['plan', 44_999, '2026-12-03']]);
    expect(lines('2026-12', history)).toEqual([['plan', 39_900, '2027-01-01']]);
  });
  test('from rules by month to a higher price by day: the higher price is charged, not both', () => {
    const premium = { ...standard, plan: 'current.premium' };
    const fromPro = historyOf(
      ['2018-01-01', { ...monthly, ...pro }],
      ['2026-11-02', standard],
      ['2026-11-03', premium],
    );
    expect(lines('2026-11', fromPro)).toEqual([['plan', Math.round((39_900 + 69_900 * 28) / 30), '2026-12-01']]);
    const developer = { ...standard, plan: 'current.developer' };
    const fromTrial = historyOf(['2018-01-01', monthly], ['2026-11-01T10:00', developer], ['2026-11-02', premium]);
    expect(lines('2026-11', fromTrial)).toEqual([['plan', Math.round((69_900 * 29) / 30), '2026-12-01']]);
  });
  test('from rules by month: an item is charged for the month of the migration', () => {
    const held = { ...monthly, ...pro };
    const history = historyOf(
      ['2018-01-01', held],
      ['2026-11-05', { ...held, addOns: rooms }],
      ['2026-11-30', standard],
    );
    expect(lines('2026-11', history).map(([id, amount]) => [id, amount])).toEqual([
      ['plan', 44_999],
      ['unlimitedAvChatRooms', 44_999],
    ]);
  });
});

describe('overage by month', () => {
  const monthlyTrial = { ruleSet: 'legacy-monthly' };
  const peaks = (day: string) => [{ metric: 'dailyActiveUsers', day, value: 12_000 }];
  test.each([
    ['the month of activation has no fee at all', '2026-11', ['2026-11-01', pro]],
    ['activated at the first instant: that is the first month', '2026-11', ['2026-11-01T00:00', pro]],
  ] as const)('%s', (_, month, activation) => {
    const history = historyOf(['2026-01-01', monthlyTrial], [activation[0], { ...monthlyTrial, ...activation[1] }]);
    const found = lines(month, history, peaks('2026-11-20'));
    const began = activation[0].endsWith('T00:00');
    expect(found.filter(([, amount]) => amount !== 0).map(([id]) => id)).toEqual(
      began ? ['plan', 'dailyActiveUsers'] : [],
    );
    expect(lines('2026-12', history, peaks('2026-12-20')).map(([id]) => id)).toEqual(['plan', 'dailyActiveUsers']);
  });
  test('an imported contract without an earlier month is in its month of activation', () => {
    const history = historyOf(['2026-11-05', { ...monthlyTrial, ...pro }]);
    expect(lines('2026-11', history, peaks('2026-11-20'))).toEqual([]);
  });
  test('after a migration from the month of activation, only the days since it count', () => {
    const standard = { ruleSet: 'current', plan: 'current.standard' };
    const history = historyOf(
      ['2026-01-01', monthlyTrial],
      ['2026-11-05', { ...monthlyTrial, ...pro }],
      ['2026-11-16', standard],
    );
    const mau = (day: string) => [...peaks(day), { metric: 'monthlyActiveUsers', day, value: 12_500 }];
    expect(lines('2026-11', history, mau('2026-11-10')).map(([id]) => id)).toEqual(['plan']);
    expect(lines('2026-11', history, mau('2026-11-20'))[1]).toEqual(['monthlyActiveUsers', 3_750, '2026-12-01']);
  });
});

describe('overage', () => {
  const peak = (metric: string, day: string, value: number): Peak => ({ metric, day, value });
  const standard = historyOf(['2026-01-01', { ruleSet: 'current', plan: 'current.standard' }]);
  const legacy = historyOf(['2026-01-01', pro]);
  const over = (history: readonly Configuration[], ...peaks: Peak[]) =>
    statement('2026-11', history, peaks)
      .lines.filter((it) => it.kind === 'overage')
      .map(({ id, amount, usage }) => [id, amount, usage?.units]);

  test.each([
    ['MAU within the quota', standard, [peak('monthlyActiveUsers', '2026-11-20', 10_000)], []],
    [
      'one MAU above: 1.5 cents are 2',
      standard,
      [peak('monthlyActiveUsers', '2026-11-20', 10_001)],
      [['monthlyActiveUsers', 2, 1]],
    ],
    [
      '3 MAU above: 4.5 cents are 5',
      standard,
      [peak('monthlyActiveUsers', '2026-11-20', 10_003)],
      [['monthlyActiveUsers', 5, 3]],
    ],
    [
      'the highest value of the month counts',
      standard,
      [peak('monthlyActiveUsers', '2026-11-20', 30_000), peak('monthlyActiveUsers', '2026-11-21', 20_000)],
      [['monthlyActiveUsers', 30_000, 20_000]],
    ],
    [
      'DAU: one above is a unit',
      legacy,
      [peak('dailyActiveUsers', '2026-11-20', 10_001)],
      [['dailyActiveUsers', 44_999, 1]],
    ],
    [
      'DAU: 10,000 above is a unit, one more is two',
      legacy,
      [peak('dailyActiveUsers', '2026-11-20', 20_001)],
      [['dailyActiveUsers', 89_998, 2]],
    ],
    ['peak groups', legacy, [peak('peakGroups', '2026-11-02', 250_000)], [['peakGroups', 89_998, 2]]],
    ['today’s plans have unlimited peak groups', standard, [peak('peakGroups', '2026-11-02', 9_000_000)], []],
    ['a metric that is not charged', legacy, [peak('avChatRooms', '2026-11-02', 9_000)], []],
    ['a reading of another month', standard, [peak('monthlyActiveUsers', '2026-10-20', 30_000)], []],
    [
      'the free plan refuses instead',
      historyOf(['2026-01-01', {}]),
      [peak('dailyActiveUsers', '2026-11-20', 50_000)],
      [],
    ],
    [
      'a day on which the app is disabled does not count',
      historyOf(['2026-01-01', pro], ['2026-11-10', { state: 'disabled' }]),
      [peak('dailyActiveUsers', '2026-11-20', 50_000)],
      [],
    ],
    [
      'an amount that a float cannot represent',
      standard,
      [peak('monthlyActiveUsers', '2026-11-20', 9_007_199_254)],
      [['monthlyActiveUsers', 13_510_783_881, 9_007_189_254]],
    ],
  ] as const)('%s', (_, history, peaks, expected) => {
    expect(over(history, ...peaks)).toEqual(expected);
  });
});
