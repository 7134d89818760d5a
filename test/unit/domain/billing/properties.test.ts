import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../../src/domain/app.js';
import { billableDays } from '../../../../src/domain/billing/billing-periods.js';
import { statementOf } from '../../../../src/domain/billing/statement.js';
import { calendarIn } from '../../../../src/domain/calendar.js';
import { offersOf } from '../../../../src/domain/entitlements/add-ons.js';
import { catalogue, plansOf, ruleSetIds } from '../../../fixtures/domain.js';

const zones = ['Asia/Shanghai', 'America/New_York', 'Pacific/Apia', 'Africa/Cairo', 'UTC'].map(calendarIn);
const first = Date.parse('2023-12-01T00:00:00Z');
const last = Date.parse('2024-05-01T00:00:00Z');
const months = ['2023-12', '2024-01', '2024-02', '2024-03', '2024-04'];

/** Any history of one rule set, oldest first: plans, items that they offer, states. */
const histories = fc
  .constantFrom(...ruleSetIds)
  .chain((ruleSet) =>
    fc
      .array(configuration(ruleSet), { minLength: 1, maxLength: 12 })
      .map((found) => [...found].sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1))),
  );

function configuration(ruleSet: (typeof ruleSetIds)[number]): fc.Arbitrary<Configuration> {
  return fc.constantFrom(...plansOf[ruleSet]).chain((plan) => {
    const items = offersOf(catalogue, ruleSet, plan).map(({ item, kind, options }) => {
      const values: readonly (number | true)[] = kind === 'toggle' ? [true] : options;
      return fc.constantFrom(null, ...values).map((value) => [item, value] as const);
    });
    return fc.record({
      effectiveFrom: fc.integer({ min: first, max: last }).map((ms) => new Date(ms).toISOString()),
      operation: fc.constant('configure'),
      ruleSet: fc.constant(ruleSet),
      plan: fc.constant(plan),
      addOns: fc
        .tuple(...items)
        .map((held) => Object.fromEntries(held.flatMap(([item, value]) => (value === null ? [] : [[item, value]])))),
      state: fc.constantFrom('active' as const, 'active' as const, 'disabled' as const),
      usedAllowances: fc.constant([]),
    });
  });
}

const anywhere = fc.constantFrom(...zones);
const anyMonth = fc.constantFrom(...months);

describe('properties of statements', () => {
  test('each day is charged once, in order and within the month', () => {
    fc.assert(
      fc.property(histories, anyMonth, anywhere, (history, month, calendar) => {
        const span = calendar.spanOf(month);
        const days = billableDays(history, span).flatMap(({ first: from, last: to }) =>
          Array.from({ length: to - from + 1 }, (_, i) => from + i),
        );
        expect(days).toEqual([...new Set(days)].sort((a, b) => a - b));
        expect(days.every((day) => day >= 1 && day <= span.days)).toBe(true);
      }),
    );
  });

  test('a day is charged with the last active configuration of that day (compared with a naive search)', () => {
    fc.assert(
      fc.property(histories, anyMonth, anywhere, (history, month, calendar) => {
        const span = calendar.spanOf(month);
        const stretches = billableDays(history, span);
        for (let day = 1; day <= span.days; day++) {
          const name = `${month}-${String(day).padStart(2, '0')}`;
          const start = calendar.startOfDay(name);
          const end =
            day === span.days ? span.end : calendar.startOfDay(`${month}-${String(day + 1).padStart(2, '0')}`);
          const active = history.filter(({ effectiveFrom, state }, i) => {
            const until = history[i + 1]?.effectiveFrom ?? '9999';
            return state === 'active' && effectiveFrom < end && until > start && effectiveFrom < until;
          });
          const charged = stretches.find((it) => it.first <= day && day <= it.last)?.configuration;
          expect(charged).toEqual(active.at(-1));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('lines add up, nothing is negative, every amount is whole cents', () => {
    fc.assert(
      fc.property(histories, anyMonth, anywhere, fc.nat(3_000_000), (history, month, calendar, value) => {
        const peaks = ['dailyActiveUsers', 'monthlyActiveUsers', 'peakGroups'].map((metric) => ({
          metric,
          day: `${month}-15`,
          value,
        }));
        const { lines, total } = statementOf(month, { history, peaks }, { catalogue, calendar });
        expect(lines.reduce((sum, { amount }) => sum + Number(amount), 0)).toBe(total);
        expect(lines.every(({ amount }) => Number.isSafeInteger(amount) && Number(amount) >= 0)).toBe(true);
        expect(new Set(lines.map(({ id }) => id)).size).toBe(lines.length);
      }),
    );
  });

  test('by day: the days before and after a change add up to the month', () => {
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), anywhere, (ms, calendar) => {
        const from = new Date(ms).toISOString();
        const base = {
          operation: 'configure',
          ruleSet: 'legacy-daily',
          addOns: {},
          state: 'active',
          usedAllowances: [],
        } as const;
        const history = [
          { ...base, effectiveFrom: '2020-01-01T00:00:00.000Z', plan: 'legacy.pro' },
          { ...base, effectiveFrom: from, plan: 'legacy.flagship' },
        ];
        const span = calendar.spanOf(calendar.monthOf(from));
        const [line] = statementOf(span.month, { history, peaks: [] }, { catalogue, calendar }).lines;
        expect(line?.parts.reduce((sum, { days }) => sum + days, 0)).toBe(span.days);
        const flagship = line?.parts.find(({ plan }) => plan === 'legacy.flagship')?.days ?? 0;
        const exact = 44_999 * (span.days - flagship) + 89_999 * flagship;
        expect(line?.amount).toBe(Math.floor((2 * exact + span.days) / (2 * span.days)));
      }),
    );
  });

  test('the total is at most the most expensive plan with every item for the whole month', () => {
    const dearest = 89_999 + 44_999 * 2 + 23_999 + 14_999;
    fc.assert(
      fc.property(histories, anyMonth, anywhere, (history, month, calendar) => {
        expect(statementOf(month, { history, peaks: [] }, { catalogue, calendar }).total).toBeLessThanOrEqual(dearest);
      }),
    );
  });

  test('changes after a month, and configurations that ended before it, do not affect its statement', () => {
    fc.assert(
      fc.property(histories, anyMonth, anywhere, (history, month, calendar) => {
        const span = calendar.spanOf(month);
        const rules = { catalogue, calendar };
        const whole = statementOf(month, { history, peaks: [] }, rules);
        const until = history.filter(({ effectiveFrom }) => effectiveFrom < span.end);
        expect(statementOf(month, { history: until, peaks: [] }, rules)).toEqual(whole);
        const lastBefore = until.findLastIndex(({ effectiveFrom }) => effectiveFrom <= span.start);
        // One more before it is kept: whether the plan was changed is seen by what was there before.
        const kept = until.slice(Math.max(0, lastBefore - 1));
        expect(statementOf(month, { history: kept, peaks: [] }, rules)).toEqual(whole);
      }),
    );
  });

  test('the fees so far never decrease, and end at the fees of the whole month', () => {
    fc.assert(
      fc.property(histories, anyMonth, (history, month) => {
        const rules = { catalogue, calendar: calendarIn('Asia/Shanghai') };
        const { days } = rules.calendar.spanOf(month);
        const totals = Array.from({ length: days }, (_, i) => {
          const through = `${month}-${String(i + 1).padStart(2, '0')}`;
          return statementOf(month, { history, peaks: [], through }, rules).total;
        });
        expect(totals).toEqual([...totals].sort((a, b) => Number(a) - Number(b)));
        expect(totals.at(-1)).toBe(statementOf(month, { history, peaks: [] }, rules).total);
      }),
      { numRuns: 40 },
    );
  });
});
