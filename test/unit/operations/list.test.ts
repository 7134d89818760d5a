import { describe, expect, test } from 'vitest';
import type { App } from '../../../src/domain/app.js';
import type { FormValues } from '../../../src/operations/change-plan.js';
import { list } from '../../../src/operations/list/list.js';
import { appWith, developer } from '../../fixtures/domain.js';
import { english, formOf, planOf, refusalOf, situation, told } from '../../fixtures/operation-context.js';

const listed = (found: App[], total = found.length, answers: FormValues = {}) =>
  planOf(list, situation({ apps: { found, total } }), answers);

describe('apps', () => {
  test('none at all: how to register the first', () => {
    const plan = listed([]);
    expect(plan.lines.map(({ key }) => key)).toEqual(['list.empty']);
    expect(plan.nextActions).toEqual([{ operation: 'register' }]);
  });

  test.each<FormValues>([{ search: 'x' }, { state: 'purged' }, { plan: 'legacy.pro' }, { ruleSet: 'current' }])(
    'none that match %o: that there may be others',
    (answers) => {
      expect(listed([], 0, answers).lines.map(({ key }) => key)).toEqual(['list.none']);
    },
  );

  test('one', () => {
    const plan = listed([appWith()]);
    expect(english(plan.lines)).toEqual(['*1 app*', '• shop (1400000001) · Pro Edition-Postpaid · active']);
    expect(told(plan.lines[0] ?? '')).toMatchObject({ ko: '*애플리케이션 1개*', zh: '*共 1 个应用*' });
    expect(plan).toMatchObject({ updates: [], nextActions: [] });
  });

  test('with an end of validity, while it has not come', () => {
    const dev = developer('2026-11-01T04:00:00.000Z');
    expect(english(listed([dev, { ...dev, state: 'suspended' }]).lines).slice(1)).toEqual([
      '• shop (1400000001) · Developer Edition · active until Dec 1, 2026, 12:00 GMT+8',
      '• shop (1400000001) · Developer Edition · suspended',
    ]);
  });

  test('more than are shown: how many there are, and that it can be narrowed', () => {
    const found = Array.from({ length: 40 }, (_, i) => appWith({ sdkAppId: 1400000001 + i }));
    const lines = english(listed(found, 1234).lines);
    expect(lines).toHaveLength(42);
    expect(lines[0]).toBe('*1,234 apps*');
    expect(lines.at(-1)).toMatch(/^Showing the first 40\./);
    expect(english(listed(found, 40).lines)).toHaveLength(41);
  });

  test('of a plan that the catalogue has no more', () => {
    expect(english(listed([appWith({ plan: 'legacy.gold' })]).lines)[1]).toBe(
      '• shop (1400000001) · legacy.gold · active',
    );
  });
});

describe('filters', () => {
  test('are all optional', () => {
    const fields = formOf(list, situation());
    expect(fields.map(({ name, optional }) => [name, optional])).toEqual(
      ['search', 'state', 'plan', 'ruleSet'].map((name) => [name, true]),
    );
  });

  test.each([
    ['state', 'sleeping'],
    ['state', 'Active'],
    ['plan', 'pro'],
    ['ruleSet', 'legacy'],
  ])('of %s are refused where there is no "%s"', (field, value) => {
    expect(refusalOf(list, situation(), { [field]: value })).toMatchObject({ key: 'field.notOffered', field });
  });

  test('of text may not be endless', () => {
    expect(refusalOf(list, situation(), { search: 'x'.repeat(101) })).toMatchObject({
      key: 'field.tooLong',
      field: 'search',
    });
  });
});
