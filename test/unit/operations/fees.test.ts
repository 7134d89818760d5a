import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../src/domain/app.js';
import { statementOf } from '../../../src/domain/billing/statement.js';
import { compareFees } from '../../../src/operations/fees.js';
import { appWith, configurationFrom } from '../../fixtures/domain.js';
import { at, english, rules } from '../../fixtures/operation-context.js';

const change = { operation: 'configure', at };
const history = configurationFrom('2026-01-10T04:00:00.000Z');
const compare = (history: readonly Configuration[], after: Partial<Configuration>, when = at) =>
  english(compareFees([{ after: appWith(after), usesAllowance: [], history }], { ...change, at: when }, rules).lines);

describe('the fee comparison of a change', () => {
  test('Pro to Flagship on the 21st: ten days at the higher price, then whole months', () => {
    expect(compare([history], { plan: 'legacy.flagship' })).toEqual([
      '*November 2026*: $449.99 → *$599.99*',
      '• Plan: $449.99 → $599.99, billed on Dec 1, 2026',
      '*December 2026*: $449.99 → *$899.99*',
      '• Plan: $449.99 → $899.99, billed on Jan 1, 2027',
      'Prices as listed on Dec 26, 2022.',
      'What is used above the free quota is charged on top.',
    ]);
  });

  test('an additional item: the fee of the plan is unchanged', () => {
    expect(compare([history], { addOns: { maxGroupsPerUser: 1000 } }).slice(0, 3)).toEqual([
      '*November 2026*: $449.99 → *$599.99*',
      '• Plan: $449.99, billed on Dec 1, 2026',
      '• Groups per user: $0.00 → $150.00, billed on Dec 1, 2026',
    ]);
  });

  test('by month: this month is free; plan and items have their own billing dates', () => {
    const trial = configurationFrom('2026-01-10T04:00:00.000Z', { ruleSet: 'legacy-monthly', plan: 'legacy.trial' });
    const after = { ruleSet: 'legacy-monthly', addOns: { contentFiltering: true as const } };
    expect(compare([trial], after).slice(0, 4)).toEqual([
      '*November 2026*: $0.00, as before',
      '*December 2026*: $0.00 → *$599.98*',
      '• Plan: $0.00 → $449.99, billed on Jan 3, 2027',
      '• Content filtering: $0.00 → $149.99, billed on Jan 1, 2027',
    ]);
  });

  test('disabling: the day is charged, the next month is free', () => {
    expect(compare([history], { state: 'disabled' }).slice(0, 4)).toEqual([
      '*November 2026*: $449.99 → *$314.99*',
      '• Plan: $449.99 → $314.99, billed on Dec 1, 2026',
      '*December 2026*: $449.99 → *$0.00*',
      '• Plan: $449.99 → $0.00, billed on Jan 1, 2027',
    ]);
  });

  test('a free plan: one line that says that it costs nothing', () => {
    const trial = { plan: 'legacy.trial' };
    expect(compare([configurationFrom('2026-01-10T04:00:00.000Z', trial)], { ...trial, state: 'disabled' })).toEqual([
      'Nothing, neither this month nor next.',
    ]);
  });

  test('several apps: each with its lines and bill dates, and the total', () => {
    const update = (sdkAppId: number, name: string) => ({
      after: appWith({ sdkAppId, name, plan: 'legacy.flagship' }),
      usesAllowance: [],
      history: [history],
    });
    expect(english(compareFees([update(1, 'one'), update(2, 'two')], change, rules).lines)).toEqual([
      '*November 2026*: $899.98 → *$1,199.98*',
      '• one (1): $449.99 → $599.99',
      '    ◦ Plan: $449.99 → $599.99, billed on Dec 1, 2026',
      '• two (2): $449.99 → $599.99',
      '    ◦ Plan: $449.99 → $599.99, billed on Dec 1, 2026',
      '*December 2026*: $899.98 → *$1,799.98*',
      '• one (1): $449.99 → $899.99',
      '    ◦ Plan: $449.99 → $899.99, billed on Jan 1, 2027',
      '• two (2): $449.99 → $899.99',
      '    ◦ Plan: $449.99 → $899.99, billed on Jan 1, 2027',
      'Prices as listed on Dec 26, 2022.',
      'What is used above the free quota is charged on top.',
    ]);
  });

  test('property: the shown totals are charged if nothing else changes', () => {
    const instants = fc
      .integer({ min: Date.parse('2026-02-01'), max: Date.parse('2027-02-01') })
      .map((ms) => new Date(ms).toISOString());
    const plans = fc.constantFrom('legacy.trial', 'legacy.pro', 'legacy.flagship');
    const ruleSets = fc.constantFrom('legacy-daily', 'legacy-monthly');
    const states = fc.constantFrom('active' as const, 'disabled' as const);
    fc.assert(
      fc.property(instants, plans, plans, ruleSets, states, (when, from, to, ruleSet, state) => {
        const history = [configurationFrom('2026-01-10T04:00:00.000Z', { ruleSet, plan: from })];
        const after = { ruleSet, plan: to, state };
        const shown = compareFees(
          [{ after: appWith(after), usesAllowance: [], history }],
          { ...change, at: when },
          rules,
        ).lines;
        const { month, next } = rules.calendar.spanOf(rules.calendar.monthOf(when));
        const charged = [month, next].map(
          (it) => statementOf(it, { history: [...history, configurationFrom(when, after)], peaks: [] }, rules).total,
        );
        const shownTotals = shown.flatMap(({ key, values }) =>
          key === 'fee.month' ? [values?.['after']] : key === 'fee.monthSame' ? [values?.['now']] : [],
        );
        expect(shownTotals).toEqual(
          shown[0]?.key === 'fee.nothing' ? [] : charged.map((minor) => ({ minor, currency: 'USD' })),
        );
        if (shown[0]?.key === 'fee.nothing') expect(charged).toEqual([0, 0]);
      }),
    );
  });
});
