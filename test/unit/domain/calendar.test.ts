import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarIn } from '../../../src/domain/calendar.js';
import { justBefore, shanghai } from '../../fixtures/domain.js';

const newYork = calendarIn('America/New_York');
const london = calendarIn('Europe/London');

describe('time zones', () => {
  test.each(['Asia/Shanghai', 'America/New_York', 'UTC', 'Asia/Kathmandu'])('%s is accepted', (zone) => {
    expect(calendarIn(zone).timeZone).toBe(zone);
  });

  test.each(['', 'Mars/Olympus', 'Asia/Shanghai ', 'local', 'China Standard Time', 'GMT+8:00:00', 'undefined'])(
    '"%s" is rejected with its name',
    (zone) => {
      expect(() => calendarIn(zone)).toThrow(`"${zone}"`);
    },
  );
});

describe('days and months belong to the zone, not to UTC', () => {
  test.each([
    ['2026-11-21T15:59:59.999Z', '2026-11', '2026-11-21'],
    ['2026-11-21T16:00:00.000Z', '2026-11', '2026-11-22'],
    ['2026-11-30T15:59:59.999Z', '2026-11', '2026-11-30'],
    ['2026-11-30T16:00:00.000Z', '2026-12', '2026-12-01'],
    ['2026-12-31T15:59:59.999Z', '2026-12', '2026-12-31'],
    ['2026-12-31T16:00:00.000Z', '2027-01', '2027-01-01'],
    ['2024-02-28T16:00:00.000Z', '2024-02', '2024-02-29'],
    ['2024-02-29T16:00:00.000Z', '2024-03', '2024-03-01'],
    ['2023-02-28T16:00:00.000Z', '2023-03', '2023-03-01'],
    ['2022-12-25T15:59:59.999Z', '2022-12', '2022-12-25'],
    ['2022-12-25T16:00:00.000Z', '2022-12', '2022-12-26'],
  ])('%s is in %s, on %s in Shanghai', (at, month, day) => {
    expect([shanghai.monthOf(at), shanghai.dayOf(at)]).toEqual([month, day]);
  });

  test('an instant can be in different years in two zones', () => {
    const at = '2026-12-31T20:00:00.000Z';
    expect([shanghai, newYork, london].map((it) => it.dayOf(at))).toEqual(['2027-01-01', '2026-12-31', '2026-12-31']);
    expect([shanghai, newYork].map((it) => it.monthOf(at))).toEqual(['2027-01', '2026-12']);
  });

  test('an instant may be written with an offset', () => {
    expect(shanghai.dayOf('2026-12-01T00:30:00.000+09:00')).toBe('2026-11-30');
    expect(shanghai.addDays('2026-12-01T00:30:00.000+09:00', 1)).toBe('2026-12-01T15:30:00.000Z');
  });
});

describe('the first instant', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-22', '2026-11-21T16:00:00.000Z'],
    ['America/New_York', '2026-03-08', '2026-03-08T05:00:00.000Z'],
    ['America/New_York', '2026-03-09', '2026-03-09T04:00:00.000Z'],
    ['America/New_York', '2026-11-02', '2026-11-02T05:00:00.000Z'],
    ['Europe/London', '2026-07-01', '2026-06-30T23:00:00.000Z'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
    ['Atlantic/Azores', '2026-10-25', '2026-10-25T00:00:00.000Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'],
  ])('of a day in %s: %s', (zone, day, start) => {
    const calendar = calendarIn(zone);
    expect(calendar.startOfDay(day)).toBe(start);
    expect(calendar.dayOf(start)).toBe(day);
    expect(calendar.dayOf(justBefore(start)) < day).toBe(true);
  });

  test.each([
    ['Asia/Shanghai', '2019-02', '2019-01-31T16:00:00.000Z'],
    ['America/New_York', '2026-04', '2026-04-01T04:00:00.000Z'],
    ['America/New_York', '2026-12', '2026-12-01T05:00:00.000Z'],
    ['Europe/London', '2026-01', '2026-01-01T00:00:00.000Z'],
    ['America/Havana', '2026-11', '2026-11-01T04:00:00.000Z'],
    ['America/Asuncion', '2023-10', '2023-10-01T04:00:00.000Z'],
  ])('of a month in %s: %s', (zone, month, start) => {
    const calendar = calendarIn(zone);
    expect(calendar.startOfMonth(month)).toBe(start);
    expect(calendar.monthOf(start)).toBe(month);
    expect(calendar.monthOf(justBefore(start)) < month).toBe(true);
    expect(calendar.nextPeriodStart(justBefore(start), 'month')).toBe(start);
  });

  test.each([
    ['Asia/Shanghai', '2019-02-28T15:59:59.999Z', '2019-02-28T16:00:00.000Z'],
    ['Asia/Shanghai', '2019-02-28T16:00:00.000Z', '2019-03-31T16:00:00.000Z'],
    ['Asia/Shanghai', '2026-12-31T16:00:00.000Z', '2027-01-31T16:00:00.000Z'],
    ['America/New_York', '2026-03-01T12:00:00.000Z', '2026-04-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-01T03:59:59.999Z', '2026-11-01T04:00:00.000Z'],
    ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-12-01T05:00:00.000Z'],
    // Clocks went forward over midnight of 1 October: that month began at 1 o'clock, the next one at midnight.
    ['America/Asuncion', '2023-10-15T12:00:00.000Z', '2023-11-01T03:00:00.000Z'],
  ])('of the next month in %s, seen from %s', (zone, at, start) => {
    expect(calendarIn(zone).nextPeriodStart(at, 'month')).toBe(start);
  });
});

describe('adding', () => {
  test.each([
    ['Asia/Shanghai', '2026-11-21T03:00:00.000Z', 90, '2027-02-19T03:00:00.000Z'],
    ['Asia/Shanghai', '2024-02-28T03:00:00.000Z', 1, '2024-02-29T03:00:00.000Z'],
    ['Asia/Shanghai', '2027-01-01T00:00:00.000Z', -7, '2026-12-25T00:00:00.000Z'],
    ['America/New_York', '2026-03-07T15:00:00.000Z', 1, '2026-03-08T14:00:00.000Z'],
    ['America/New_York', '2026-10-31T14:00:00.000Z', 1, '2026-11-01T15:00:00.000Z'],
    ['America/New_York', '2026-01-15T15:00:00.000Z', 90, '2026-04-15T14:00:00.000Z'],
    ['Europe/London', '2026-04-01T09:00:00.000Z', -7, '2026-03-25T10:00:00.000Z'],
    ['UTC', '2026-03-07T15:00:00.000Z', 1, '2026-03-08T15:00:00.000Z'],
  ])('days keeps the time of day in %s: %s and %i', (zone, at, days, then) => {
    expect(calendarIn(zone).addDays(at, days)).toBe(then);
  });

  test.each([
    ['Asia/Shanghai', '2026-01-31T04:00:00.000Z', 1, '2026-02-28T04:00:00.000Z'],
    ['Asia/Shanghai', '2024-01-31T04:00:00.000Z', 1, '2024-02-29T04:00:00.000Z'],
    ['Asia/Shanghai', '2026-01-31T04:00:00.000Z', 2, '2026-03-31T04:00:00.000Z'],
    ['Asia/Shanghai', '2026-01-31T04:00:00.000Z', 3, '2026-04-30T04:00:00.000Z'],
    ['Asia/Shanghai', '2024-02-29T04:00:00.000Z', 12, '2025-02-28T04:00:00.000Z'],
    // It is the 31st in Shanghai already, though the 30th in UTC.
    ['Asia/Shanghai', '2026-01-30T17:00:00.000Z', 1, '2026-02-27T17:00:00.000Z'],
    ['Asia/Shanghai', '2026-12-30T16:30:00.000Z', 2, '2027-02-27T16:30:00.000Z'],
    ['America/New_York', '2026-02-15T15:00:00.000Z', 1, '2026-03-15T14:00:00.000Z'],
    ['Europe/London', '2026-10-01T09:00:00.000Z', 1, '2026-11-01T10:00:00.000Z'],
  ])('months keeps the day and the time of day in %s: %s and %i', (zone, at, months, then) => {
    expect(calendarIn(zone).addMonths(at, months)).toBe(then);
  });

  test.each([
    ['2023-02', 28],
    ['2024-02', 29],
    ['1900-02', 28],
    ['2000-02', 29],
    ['2026-04', 30],
    ['2026-12', 31],
  ])('%s has %i days', (month, days) => {
    expect(shanghai.daysIn(month)).toBe(days);
    expect(newYork.daysIn(month)).toBe(days);
  });
});

test.each(['', 'nonsense', '2026-13-01', '2026-02-30', '2026-11-21T25:00:00Z', '21.11.2026', '1700000000000'])(
  '"%s" is rejected: not an instant',
  (at) => {
    for (const ask of [
      shanghai.monthOf,
      shanghai.dayOf,
      (at: string) => shanghai.nextPeriodStart(at, 'month'),
      shanghai.startOfDay,
    ]) {
      expect(() => ask(at)).toThrow(`"${at}"`);
    }
    expect(() => shanghai.addDays(at, 1)).toThrow(`"${at}"`);
    expect(() => shanghai.addMonths(at, 1)).toThrow(`"${at}"`);
    expect(() => shanghai.daysIn(at)).toThrow(`"${at}"`);
  },
);

describe('property, in any zone at any instant:', () => {
  const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'America/Havana', 'UTC'];
  const calendars = fc.constantFrom(...zones.map(calendarIn));
  const instants = fc
    .date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString());

  test('results are instants in UTC with milliseconds, which sort as strings', () => {
    fc.assert(
      fc.property(calendars, instants, fc.integer({ min: -400, max: 400 }), (calendar, at, by) => {
        const answers = [
          calendar.addDays(at, by),
          calendar.addMonths(at, by),
          calendar.nextPeriodStart(at, 'month'),
          calendar.startOfDay(calendar.dayOf(at)),
          calendar.startOfMonth(calendar.monthOf(at)),
        ];
        for (const answer of answers) expect(answer).toBe(new Date(answer).toISOString());
      }),
    );
  });

  test('an instant is within its day and month, and these follow each other without a gap', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        const day = calendar.dayOf(at);
        const month = calendar.monthOf(at);
        expect(day.slice(0, 7)).toBe(month);
        const [dayBegan, monthBegan, next] = [
          calendar.startOfDay(day),
          calendar.startOfMonth(month),
          calendar.nextPeriodStart(at, 'month'),
        ];
        expect(dayBegan <= at && monthBegan <= dayBegan && at < next).toBe(true);
        expect(calendar.dayOf(dayBegan)).toBe(day);
        expect(calendar.dayOf(justBefore(dayBegan)) < day).toBe(true);
        expect(calendar.monthOf(justBefore(monthBegan)) < month).toBe(true);
        expect(calendar.monthOf(justBefore(next))).toBe(month);
        expect(calendar.startOfMonth(calendar.monthOf(next))).toBe(next);
      }),
    );
  });

  test('the days of a month match the distance of the first instants', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, at) => {
        const month = calendar.monthOf(at);
        const last = calendar.dayOf(justBefore(calendar.nextPeriodStart(at, 'month')));
        expect(last).toBe(`${month}-${calendar.daysIn(month)}`);
      }),
    );
  });
});
