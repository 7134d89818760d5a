import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Validity } from '../../../src/domain/app.js';
import { calendarIn } from '../../../src/domain/calendar.js';
import { extended, newValidity, validityFromCreation } from '../../../src/domain/validity.js';
import { justBefore, shanghai } from '../../fixtures/domain.js';

/** The ends of a validity that begins at `anchor` and is extended, a millisecond before each end, so many times. */
function ends(anchor: string, times: number): string[] {
  let validity = newValidity(anchor, { months: 1 }, shanghai);
  const found = [validity.until];
  for (let i = 0; i < times; i++) {
    validity = extended(validity, { at: justBefore(validity.until), period: { months: 1 } }, shanghai);
    found.push(validity.until);
  }
  return found;
}

describe('a validity of calendar months', () => {
  test('is counted from its anchor', () => {
    const anchor = '2026-11-21T03:00:00.000Z';
    expect(newValidity(anchor, { months: 1 }, shanghai)).toEqual({
      anchor,
      months: 1,
      until: '2026-12-21T03:00:00.000Z',
    });
    expect(newValidity(anchor, { months: 2 }, shanghai)).toEqual({
      anchor,
      months: 2,
      until: '2027-01-21T03:00:00.000Z',
    });
  });

  test.each([
    ['2026-01-31T04:00:00.000Z', ['02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30']],
    ['2024-01-31T04:00:00.000Z', ['02-29', '03-31', '04-30']],
    ['2023-12-30T04:00:00.000Z', ['01-30', '02-29', '03-30']],
    ['2024-02-29T04:00:00.000Z', ['03-29', '04-29']],
  ])('extended early several times, one from %s ends on the same day or the last day of the month', (anchor, days) => {
    expect(ends(anchor, days.length - 1).map((end) => end.slice(5, 10))).toEqual(days);
  });

  test('uses the last day of the month in the billing time zone', () => {
    // 31 January, 01:00 in Shanghai.
    expect(ends('2026-01-30T17:00:00.000Z', 1)).toEqual(['2026-02-27T17:00:00.000Z', '2026-03-30T17:00:00.000Z']);
    const newYork = calendarIn('America/New_York');
    // 31 January, 23:30 in New York; clocks go forward in between.
    const validity = newValidity('2026-02-01T04:30:00.000Z', { months: 2 }, newYork);
    expect(validity.until).toBe('2026-04-01T03:30:00.000Z');
  });
});

describe('an extension', () => {
  const anchor = '2026-01-31T04:00:00.000Z';
  const validity: Validity = { anchor, months: 1, until: '2026-02-28T04:00:00.000Z' };

  test('a millisecond before the end adds a month', () => {
    expect(extended(validity, { at: '2026-02-28T03:59:59.999Z', period: { months: 1 } }, shanghai)).toEqual({
      anchor,
      months: 2,
      until: '2026-03-31T04:00:00.000Z',
    });
  });

  test.each([
    ['2026-02-28T04:00:00.000Z', '2026-03-28T04:00:00.000Z'],
    ['2026-03-31T12:00:00.000Z', '2026-04-30T12:00:00.000Z'],
  ])('after the end starts a month from now: %s', (at, until) => {
    expect(extended(validity, { at, period: { months: 1 } }, shanghai)).toEqual({ anchor: at, months: 1, until });
  });

  const day = 86_400_000;
  const anchors = fc
    .date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString());

  test('property: n extensions before the end give n + 1 months from the anchor', () => {
    fc.assert(
      fc.property(anchors, fc.integer({ min: 0, max: 30 }), (from, times) => {
        const all = ends(from, times);
        expect(all).toEqual(all.map((_, i) => shanghai.addMonths(from, i + 1)));
        const wanted = Number(shanghai.dayOf(from).slice(8));
        for (const end of all) {
          const days = shanghai.daysIn(shanghai.monthOf(end));
          expect(Number(shanghai.dayOf(end).slice(8))).toBe(Math.min(wanted, days));
        }
      }),
    );
  });

  test('property: the new end is later than the old end and now, by at most 31 days plus the rest', () => {
    fc.assert(
      fc.property(anchors, fc.integer({ min: 1, max: 24 }), fc.integer({ min: -60, max: 60 }), (from, months, off) => {
        const was = newValidity(from, { months: months }, shanghai);
        const at = new Date(Date.parse(was.until) + off * day).toISOString();
        const now = extended(was, { at, period: { months: 1 } }, shanghai);
        expect(now.until > was.until && now.until > at).toBe(true);
        const began = Math.max(Date.parse(at), Date.parse(was.until));
        expect(Date.parse(now.until) - began).toBeLessThanOrEqual(31 * day);
        expect(now.until).toBe(shanghai.addMonths(now.anchor, now.months));
      }),
    );
  });
});

describe('a validity whose extensions are not known', () => {
  const at = '2026-11-21T04:00:00.000Z';
  test.each([
    // Noon of the last day of January in Shanghai: the months are counted from there.
    [{ months: 1 }, '2026-01-31T04:00:00.000Z', '2026-11-30T04:00:00.000Z'],
    [{ months: 1 }, '2026-11-20T04:00:00.000Z', '2026-12-20T04:00:00.000Z'],
    [{ months: 1 }, '2026-10-21T04:00:00.000Z', '2026-12-21T04:00:00.000Z'],
    [{ days: 14 }, '2026-11-20T04:00:00.000Z', '2026-12-04T04:00:00.000Z'],
    [{ days: 14 }, '2026-11-07T04:00:00.000Z', '2026-12-05T04:00:00.000Z'],
    [{ days: 14 }, '2026-01-01T04:00:00.000Z', '2026-12-03T04:00:00.000Z'],
  ])('of %j from %s ends at %s, the first end that is not past', (period, createdAt, until) => {
    expect(validityFromCreation(createdAt, { period, at }, shanghai).until).toBe(until);
  });
});
