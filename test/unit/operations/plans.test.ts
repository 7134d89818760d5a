import { describe, expect, test } from 'vitest';
import { plans } from '../../../src/operations/plans/plans.js';
import { plansOf, ruleSetIds } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import { english, formOf, operationContext, planOf, refusalOf, rulesWith } from '../../fixtures/operation-context.js';

test('plans without a rule set: all rule sets, with a button for each', () => {
  const plan = planOf(plans, operationContext());
  expect(english(plan.lines)).toEqual([
    '*Legacy rules, by month* (`legacy-monthly`): Trial Edition (free), Pro Edition-Postpaid ($449.99 a month), and Flagship Edition-Postpaid ($899.99 a month)',
    '*Legacy rules, by day* (`legacy-daily`): Trial Edition (free), Pro Edition-Postpaid ($449.99 a month), and Flagship Edition-Postpaid ($899.99 a month)',
    '*New rules* (`current`): Developer Edition (free), Standard Edition-Postpaid ($399.00 a month), and Premium Edition-Postpaid ($699.00 a month)',
    'Prices as listed on Dec 26, 2022.',
  ]);
  expect(plan.nextActions.map(({ operation, prefill }) => [operation, prefill])).toEqual(
    ruleSetIds.map((ruleSet) => ['plans', { ruleSet }]),
  );
  expect(plan.updates).toEqual([]);
});

describe('plans of one rule set', () => {
  const lines = (ruleSet: string) => english(planOf(plans, operationContext(), { ruleSet }).lines);

  test.each(ruleSetIds)('%s has its plans, limits and features', (ruleSet) => {
    const planLines = lines(ruleSet);
    expect(planLines.filter((line) => /^\*.*\*$/.test(line))).toHaveLength(plansOf[ruleSet].length);
    expect(planLines.filter((line) => line.startsWith('• Features: '))).toHaveLength(3);
    expect(planLines.filter((line) => line.startsWith('• Audio-video chat rooms: '))).toEqual([
      '• Audio-video chat rooms: 10',
      '• Audio-video chat rooms: 50',
      '• Audio-video chat rooms: unlimited',
    ]);
    expect(planLines.filter((line) => line.includes('Valid for'))).toEqual(
      ruleSet === 'current' ? ['• Valid for 1 month at a time'] : [],
    );
  });

  test.each([
    ['current', []],
    [
      'legacy-daily',
      [
        'Audio-video chat rooms: unlimited ($449.99 a month), Groups per user: 1,000 ($449.99 a month), Members per group: 2,000 ($239.99 a month), Message storage: 30 days ($99.99 a month), Message storage: 90 days ($179.99 a month), Message storage: 180 days ($269.99 a month), and Message storage: 360 days ($399.99 a month)',
        'Groups per user: 3,000 ($449.99 a month), Members per group: 6,000 ($239.99 a month), Message storage: 90 days ($99.99 a month), Message storage: 180 days ($179.99 a month), and Message storage: 360 days ($319.99 a month)',
      ],
    ],
    [
      'legacy-monthly',
      [
        'Audio-video chat rooms: unlimited ($449.99 a month), Groups per user: 1,000 ($449.99 a month), Members per group: 2,000 ($239.99 a month), Message storage: 30 days ($99.99 a month), Message storage: 90 days ($179.99 a month), Message storage: 180 days ($269.99 a month), Message storage: 360 days ($399.99 a month), and Content filtering: on ($149.99 a month)',
        'Groups per user: 3,000 ($449.99 a month), Members per group: 6,000 ($239.99 a month), Message storage: 90 days ($99.99 a month), Message storage: 180 days ($179.99 a month), Message storage: 360 days ($319.99 a month), and Content filtering: on ($149.99 a month)',
      ],
    ],
  ])('%s offers its items', (ruleSet, items) => {
    const planLines = lines(ruleSet).filter((line) => line.startsWith('• Value-added items: '));
    expect(planLines).toEqual(items.map((it) => `• Value-added items: ${it}`));
  });

  test('follow the data of a fourth rule set', () => {
    const ctx = operationContext({ rules: rulesWith(extraCatalogue) });
    expect(planOf(plans, ctx).lines).toHaveLength(5);
    expect(english(planOf(plans, ctx, { ruleSet: 'fourth' }).lines)).toEqual([
      '*Seed*',
      '• free',
      '• Valid for 2 months at a time',
      '• Message storage: 90 days',
      '• Bots: 1',
      '*Tree*',
      '• $10.00 a month',
      '• Message storage: 90 days',
      '• Bots: 5',
      '• Value-added items: More bots: 10 ($5.00 a month), More bots: 15 ($5.00 a month), and Support: on ($1,000.00 a month)',
      '*Wood*',
      '• $99.95 a month',
      '• Message storage: 90 days',
      '• Bots: 20',
      '• Value-added items: More bots: 25 ($5.00 a month) and More bots: 50 ($5.00 a month)',
      '• Features: Translation',
      'Prices as listed on Dec 26, 2022.',
    ]);
  });
});

test('plans: an unknown rule set is refused; the field is optional', () => {
  expect(formOf(plans, operationContext())).toMatchObject([{ name: 'ruleSet', optional: true }]);
  for (const ruleSet of ['fourth', 'constructor', '__proto__']) {
    expect(refusalOf(plans, operationContext(), { ruleSet })).toMatchObject({
      key: 'field.notOffered',
      field: 'ruleSet',
    });
  }
  expect(planOf(plans, operationContext(), { ruleSet: '' }).lines).toHaveLength(4);
});
