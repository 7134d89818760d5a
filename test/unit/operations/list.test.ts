import { describe, expect, test } from 'vitest';
import type { App } from '../../../src/domain/app.js';
import type { FormValues } from '../../../src/operations/change-plan.js';
import { list } from '../../../src/operations/list/list.js';
import { appWith, developerApp } from '../../fixtures/domain.js';
import { english, formOf, operationContext, planOf, refusalOf, translated } from '../../fixtures/operation-context.js';

const listPlan = (found: App[], total = found.length, input: FormValues = {}) =>
  planOf(list, operationContext({ apps: { found, total } }), input);

describe('the list of apps', () => {
  test('without apps: a button to register the first', () => {
    const plan = listPlan([]);
    expect(plan.lines.map(({ key }) => key)).toEqual(['list.empty']);
    expect(plan.nextActions).toEqual([{ operation: 'register' }]);
  });

  test.each<FormValues>([{ search: 'x' }, { state: 'purged' }, { plan: 'legacy.pro' }, { ruleSet: 'current' }])(
    'without matches for %o: says that no app matches',
    (input) => {
      expect(listPlan([], 0, input).lines.map(({ key }) => key)).toEqual(['list.none']);
    },
  );

  test('with one app', () => {
    const plan = listPlan([appWith()]);
    expect(english(plan.lines)).toEqual(['*1 app*', '• shop (1400000001) · Pro Edition-Postpaid · active']);
    expect(translated(plan.lines[0] ?? '')).toMatchObject({ ko: '*애플리케이션 1개*', zh: '*共 1 个应用*' });
    expect(plan).toMatchObject({ updates: [], nextActions: [] });
  });

  test('shows the end of the validity of active apps', () => {
    const dev = developerApp('2026-11-01T04:00:00.000Z');
    expect(english(listPlan([dev, { ...dev, state: 'suspended' }]).lines).slice(1)).toEqual([
      '• shop (1400000001) · Developer Edition · active until Dec 1, 2026, 12:00 GMT+8',
      '• shop (1400000001) · Developer Edition · suspended',
    ]);
  });

  test('with more apps than shown: the total, and how to narrow the list', () => {
    const found = Array.from({ length: 40 }, (_, i) => appWith({ sdkAppId: 1400000001 + i }));
    const lines = english(listPlan(found, 1234).lines);
    expect(lines).toHaveLength(42);
    expect(lines[0]).toBe('*1,234 apps*');
    expect(lines.at(-1)).toMatch(/^Showing the first 40\./);
    expect(english(listPlan(found, 40).lines)).toHaveLength(41);
  });

  test('shows the id of a plan that the catalogue no longer has', () => {
    expect(english(listPlan([appWith({ plan: 'legacy.gold' })]).lines)[1]).toBe(
      '• shop (1400000001) · legacy.gold · active',
    );
  });
});

describe('the filters of list', () => {
  test('are all optional', () => {
    const fields = formOf(list, operationContext());
    expect(fields.map(({ name, optional }) => [name, optional])).toEqual(
      ['search', 'state', 'plan', 'ruleSet', 'owner', 'tag'].map((name) => [name, true]),
    );
  });

  test.each([
    ['state', 'sleeping'],
    ['state', 'Active'],
    ['plan', 'pro'],
    ['ruleSet', 'legacy'],
  ])('%s: the unknown value "%s" is refused', (field, value) => {
    expect(refusalOf(list, operationContext(), { [field]: value })).toMatchObject({ key: 'field.notOffered', field });
  });

  test('the text has a maximum length', () => {
    expect(refusalOf(list, operationContext(), { search: 'x'.repeat(101) })).toMatchObject({
      key: 'field.tooLong',
      field: 'search',
    });
  });
});
