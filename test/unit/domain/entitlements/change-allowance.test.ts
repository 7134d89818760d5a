import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../../src/domain/app.js';
import { calendarIn } from '../../../../src/domain/calendar.js';
import { changeAllowance, mayRevert } from '../../../../src/domain/entitlements/change-allowance.js';
import { configurationFrom, justBefore, shanghai } from '../../../fixtures/domain.js';

const march = '2019-02-28T16:00:00.000Z';
const rooms = 'unlimitedAvChatRooms';

/** Trial since January, on Pro since 10 February 2019. */
const upgraded: Configuration[] = [
  configurationFrom('2019-01-05T02:00:00.000Z', { operation: 'register', plan: 'legacy.trial' }),
  configurationFrom('2019-02-10T02:00:00.000Z', { operation: 'upgrade' }),
];
const on = configurationFrom('2019-02-15T02:00:00.000Z', { addOns: { [rooms]: true }, usedAllowances: [rooms] });
const off = configurationFrom('2019-02-25T02:00:00.000Z', { usedAllowances: [rooms] });

describe('change allowance: once per calendar month', () => {
  test('an upgrade does not use the allowance', () => {
    for (const item of ['plan', rooms]) {
      expect(changeAllowance(upgraded, item, '2019-02-10T02:00:00.000Z', shanghai)).toEqual({ used: false });
    }
    expect(changeAllowance([], 'plan', '2019-02-10T02:00:00.000Z', shanghai)).toEqual({ used: false });
  });

  test('a change uses the allowance of its own item until the month ends in the billing time zone', () => {
    const history = [...upgraded, on];
    const used = { used: true, usedAt: on.effectiveFrom, again: march };
    expect(changeAllowance(history, rooms, on.effectiveFrom, shanghai)).toEqual(used);
    expect(changeAllowance(history, rooms, justBefore(march), shanghai)).toEqual(used);
    expect(changeAllowance(history, rooms, march, shanghai)).toEqual({ used: false });
    for (const item of ['plan', 'maxGroupsPerUser']) {
      expect(changeAllowance(history, item, justBefore(march), shanghai)).toEqual({ used: false });
    }
  });

  test('a change in the first millisecond of a month belongs to that month', () => {
    const history = [...upgraded, { ...on, effectiveFrom: march }];
    const again = '2019-03-31T16:00:00.000Z';
    expect(changeAllowance(history, rooms, justBefore(again), shanghai)).toEqual({ used: true, usedAt: march, again });
    const early = [...upgraded, { ...on, effectiveFrom: justBefore(march) }];
    expect(changeAllowance(early, rooms, march, shanghai)).toEqual({ used: false });
  });

  test('the month is a month of the billing time zone', () => {
    const at = '2019-02-28T20:00:00.000Z';
    const history = [...upgraded, on];
    expect(changeAllowance(history, rooms, at, shanghai)).toEqual({ used: false });
    expect(changeAllowance(history, rooms, at, calendarIn('America/New_York'))).toEqual({
      used: true,
      usedAt: on.effectiveFrom,
      again: '2019-03-01T05:00:00.000Z',
    });
  });

  test('the same month of another year has its own allowance', () => {
    expect(changeAllowance([...upgraded, on], rooms, '2020-02-15T02:00:00.000Z', shanghai)).toEqual({ used: false });
  });

  test('a plan and items changed together each use their own allowance', () => {
    const history = [...upgraded, configurationFrom('2019-02-12T02:00:00.000Z', { usedAllowances: ['plan', rooms] })];
    const used = ['plan', rooms, 'maxGroupsPerUser'].map(
      (it) => changeAllowance(history, it, on.effectiveFrom, shanghai).used,
    );
    expect(used).toEqual([true, true, false]);
  });

  test('with two changes in a month, `usedAt` is the later one', () => {
    expect(changeAllowance([...upgraded, on, off], rooms, off.effectiveFrom, shanghai)).toMatchObject({
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
        const allowance = changeAllowance(history, rooms, at, shanghai);
        expect(allowance.used).toBe(history.some((it) => shanghai.monthOf(it.effectiveFrom) === shanghai.monthOf(at)));
        if (!allowance.used) return;
        expect(changeAllowance(history, rooms, allowance.again, shanghai)).toEqual({ used: false });
        expect(changeAllowance(history, rooms, justBefore(allowance.again), shanghai)).toMatchObject({ used: true });
      }),
    );
  });
});

describe('reverting an item to its value at the start of the month', () => {
  const when = (at: string) => ({ at, calendar: shanghai });
  const back = (history: Configuration[], value: number | true | undefined, at: string, item = rooms) =>
    mayRevert(history, { item, value }, when(at));

  test('is allowed once: on on 15 February, off on the 25th, then not before March', () => {
    expect(back([...upgraded, on], undefined, off.effectiveFrom)).toBe(true);
    expect(back([...upgraded, on], true, off.effectiveFrom)).toBe(false);
    const both = [...upgraded, on, off];
    expect(back(both, undefined, justBefore(march))).toBe(false);
    expect(back(both, true, justBefore(march))).toBe(false);
    expect(changeAllowance(both, rooms, justBefore(march), shanghai)).toMatchObject({ used: true, again: march });
    expect(changeAllowance(both, rooms, march, shanghai)).toEqual({ used: false });
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
    expect(back(history('2019-01-31T16:00:00.001Z'), undefined, off.effectiveFrom)).toBe(true);
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
});
