import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../../src/domain/app.js';
import { calendarIn } from '../../../../src/domain/calendar.js';
import { ruleSetOf } from '../../../../src/domain/catalogue/catalogue.js';
import { allowsChange, changeAllowance } from '../../../../src/domain/entitlements/change-allowance.js';
import { catalogue, configurationFrom, justBefore, shanghai } from '../../../fixtures/domain.js';

const march = '2019-02-28T16:00:00.000Z';
const rooms = 'unlimitedAvChatRooms';

/** Trial since January, on Pro since 10 February 2019. */
const upgraded: Configuration[] = [
  configurationFrom('2019-01-05T02:00:00.000Z', { operation: 'register', plan: 'legacy.trial' }),
  configurationFrom('2019-02-10T02:00:00.000Z', { operation: 'upgrade' }),
];
const on = configurationFrom('2019-02-15T02:00:00.000Z', { addOns: { [rooms]: true }, usedAllowances: [rooms] });
const off = configurationFrom('2019-02-25T02:00:00.000Z', { usedAllowances: [rooms] });

/** The allowance under `legacy-daily`, where nothing can be put back. */
function allowanceOf(history: readonly Configuration[], item: string, at: string, calendar = shanghai) {
  return changeAllowance({ ruleSet: 'legacy-daily', history }, item, { catalogue, calendar, at });
}

const freely = { mayChange: 'freely' };

describe('change allowance: once per calendar month', () => {
  test('an upgrade does not use the allowance', () => {
    for (const item of ['plan', rooms]) {
      expect(allowanceOf(upgraded, item, '2019-02-10T02:00:00.000Z')).toEqual(freely);
    }
    expect(allowanceOf([], 'plan', '2019-02-10T02:00:00.000Z')).toEqual(freely);
  });

  test('a change uses the allowance of its own item until the month ends in the billing time zone', () => {
    const history = [...upgraded, on];
    const used = { mayChange: 'not', usedAt: on.effectiveFrom, again: march };
    expect(allowanceOf(history, rooms, on.effectiveFrom)).toEqual(used);
    expect(allowanceOf(history, rooms, justBefore(march))).toEqual(used);
    expect(allowanceOf(history, rooms, march)).toEqual(freely);
    for (const item of ['plan', 'maxGroupsPerUser']) {
      expect(allowanceOf(history, item, justBefore(march))).toEqual(freely);
    }
  });

  test('a change in the first millisecond of a month belongs to that month', () => {
    const history = [...upgraded, { ...on, effectiveFrom: march }];
    const again = '2019-03-31T16:00:00.000Z';
    expect(allowanceOf(history, rooms, justBefore(again))).toEqual({ mayChange: 'not', usedAt: march, again });
    const early = [...upgraded, { ...on, effectiveFrom: justBefore(march) }];
    expect(allowanceOf(early, rooms, march)).toEqual(freely);
  });

  test('the month is a month of the billing time zone', () => {
    const at = '2019-02-28T20:00:00.000Z';
    const history = [...upgraded, on];
    expect(allowanceOf(history, rooms, at)).toEqual(freely);
    expect(allowanceOf(history, rooms, at, calendarIn('America/New_York'))).toEqual({
      mayChange: 'not',
      usedAt: on.effectiveFrom,
      again: '2019-03-01T05:00:00.000Z',
    });
  });

  test('the same month of another year has its own allowance', () => {
    expect(allowanceOf([...upgraded, on], rooms, '2020-02-15T02:00:00.000Z')).toEqual(freely);
  });

  test('a plan and items changed together each use their own allowance', () => {
    const history = [...upgraded, configurationFrom('2019-02-12T02:00:00.000Z', { usedAllowances: ['plan', rooms] })];
    const used = ['plan', rooms, 'maxGroupsPerUser'].map((it) => allowanceOf(history, it, on.effectiveFrom).mayChange);
    expect(used).toEqual(['not', 'not', 'freely']);
  });

  test('with two changes in a month, `usedAt` is the later one', () => {
    expect(allowanceOf([...upgraded, on, off], rooms, off.effectiveFrom)).toMatchObject({
      usedAt: off.effectiveFrom,
    });
  });

  const instants = fc
    .date({ min: new Date('2019-01-01T00:00:00Z'), max: new Date('2021-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString());

  test('property: the allowance is available again exactly at the instant `again`', () => {
    fc.assert(
      fc.property(fc.array(instants), instants, (changes, at) => {
        const history = changes
          .filter((from) => from <= at)
          .sort()
          .map((from) => configurationFrom(from, { usedAllowances: [rooms] }));
        const allowance = allowanceOf(history, rooms, at);
        expect(allowance.mayChange === 'not').toBe(
          history.some((it) => shanghai.monthOf(it.effectiveFrom) === shanghai.monthOf(at)),
        );
        if (allowance.mayChange === 'freely') return;
        expect(allowanceOf(history, rooms, allowance.again)).toEqual(freely);
        expect(allowanceOf(history, rooms, justBefore(allowance.again))).toMatchObject({ mayChange: 'not' });
      }),
    );
  });
});

describe('reverting an item to its value at the start of the month', () => {
  const allowance = (history: readonly Configuration[], at: string, item = rooms) =>
    changeAllowance({ ruleSet: 'legacy-monthly', history }, item, { catalogue, calendar: shanghai, at });
  /** Whether only this value is allowed. */
  const back = (history: readonly Configuration[], value: number | true | undefined, at: string, item = rooms) => {
    const found = allowance(history, at, item);
    const addOns = value === undefined ? {} : { [item]: value };
    return found.mayChange === 'back' && allowsChange(found, item, addOns);
  };

  test('is allowed once: on on 15 February, off on the 25th, then not before March', () => {
    expect(back([...upgraded, on], undefined, off.effectiveFrom)).toBe(true);
    expect(back([...upgraded, on], true, off.effectiveFrom)).toBe(false);
    const both = [...upgraded, on, off];
    expect(back(both, undefined, justBefore(march))).toBe(false);
    expect(back(both, true, justBefore(march))).toBe(false);
    expect(allowance(both, justBefore(march))).toMatchObject({ mayChange: 'not', again: march });
    expect(allowance(both, march)).toEqual(freely);
  });

  test('restores an earlier value, not only the default', () => {
    const item = 'maxGroupsPerUser';
    const history = [
      configurationFrom('2019-01-20T02:00:00.000Z', { addOns: { [item]: 1000 }, usedAllowances: [item] }),
      configurationFrom('2019-02-15T02:00:00.000Z', { usedAllowances: [item] }),
    ];
    expect(back(history, 1000, off.effectiveFrom, item)).toBe(true);
    expect(back(history, undefined, off.effectiveFrom, item)).toBe(false);
    expect(back(history, 3000, off.effectiveFrom, item)).toBe(false);
  });

  test('a configuration that begins at the first instant of the month counts as the value at its start', () => {
    const began = '2019-01-31T16:00:00.000Z';
    const history = (from: string) => [
      configurationFrom('2019-01-05T02:00:00.000Z'),
      configurationFrom(from, { operation: 'upgrade', addOns: { [rooms]: true } }),
      configurationFrom('2019-02-15T02:00:00.000Z', { usedAllowances: [rooms] }),
    ];
    expect(back(history(began), true, off.effectiveFrom)).toBe(true);
    expect(back(history('2019-01-31T16:00:00.001Z'), true, off.effectiveFrom)).toBe(false);
    // It is as it was then: there is nothing to put back.
    expect(back(history('2019-01-31T16:00:00.001Z'), undefined, off.effectiveFrom)).toBe(false);
  });

  test('does not depend on changes of other items', () => {
    const other = configurationFrom('2019-02-16T02:00:00.000Z', {
      addOns: on.addOns,
      usedAllowances: ['maxGroupsPerUser'],
    });
    expect(back([...upgraded, on, other], undefined, off.effectiveFrom)).toBe(true);
  });

  test('is not needed without a change this month', () => {
    expect(back(upgraded, undefined, off.effectiveFrom)).toBe(false);
    expect(back([...upgraded, on], true, '2019-03-10T02:00:00.000Z')).toBe(false);
  });

  test('what is as it was at the start of the month cannot be put back', () => {
    const dropped = [...upgraded, { ...off, effectiveFrom: on.effectiveFrom }];
    expect(allowance(dropped, off.effectiveFrom)).toMatchObject({ mayChange: 'not' });
  });
});

describe('the allowance is data of the rule set', () => {
  const withAllowance = (allowance: { changes: number; per: 'day' | 'week' | 'quarter' | 'year' }) => {
    const daily = ruleSetOf(catalogue, 'legacy-daily');
    return { ...catalogue, ruleSets: { ...catalogue.ruleSets, 'legacy-daily': { ...daily, allowance } } };
  };
  test.each([
    [{ changes: 1, per: 'day' }, 'not', '2019-02-15T16:00:00.000Z'],
    [{ changes: 1, per: 'week' }, 'not', '2019-02-17T16:00:00.000Z'],
    [{ changes: 1, per: 'quarter' }, 'not', '2019-03-31T16:00:00.000Z'],
    [{ changes: 1, per: 'year' }, 'not', '2019-12-31T16:00:00.000Z'],
    [{ changes: 2, per: 'year' }, 'freely', undefined],
  ] as const)('%j', (allowance, mayChange, again) => {
    const rules = { catalogue: withAllowance(allowance), calendar: shanghai, at: on.effectiveFrom };
    const found = changeAllowance({ ruleSet: 'legacy-daily', history: [...upgraded, on] }, rooms, rules);
    expect(found).toMatchObject({ mayChange, ...(again && { again }) });
    if (again === undefined) return;
    const later = { ...rules, at: again };
    expect(changeAllowance({ ruleSet: 'legacy-daily', history: [...upgraded, on] }, rooms, later)).toEqual(freely);
  });
});
