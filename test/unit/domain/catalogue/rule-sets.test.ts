import { describe, expect, test } from 'vitest';
import { InvalidCatalogueError, readCatalogue } from '../../../../src/domain/catalogue/catalogue.js';
import { standardCatalogue } from '../../../../src/domain/catalogue/index.js';
import type { CatalogueSource } from '../../../../src/domain/catalogue/schema.js';
import { catalogue } from '../../../fixtures/domain.js';

describe('fees, billing dates and migration of rule sets', () => {
  test.each([
    ['legacy-monthly', 'by-month', { plan: 3, items: 1 }, 'current'],
    ['legacy-daily', 'by-day', { plan: 1, items: 1 }, 'current'],
    ['current', 'by-day', { plan: 1, items: 1 }, undefined],
  ] as const)('%s: fees %s, bills on %j, migrates to %s', (id, feeMode, bills, ruleSet) => {
    const found = catalogue.ruleSets[id];
    expect(found).toMatchObject({ feeMode, bills });
    expect(found?.migratesTo?.ruleSet).toBe(ruleSet);
  });

  const { 'legacy-daily': daily, current } = standardCatalogue.ruleSets;
  const problemsOf = (data: unknown) => {
    try {
      readCatalogue(data);
    } catch (problem) {
      if (problem instanceof InvalidCatalogueError) return problem.problems;
      throw problem;
    }
    return [];
  };
  const problemsWith = (ruleSets: CatalogueSource['ruleSets']) =>
    problemsOf({ ...standardCatalogue, ruleSets: { ...standardCatalogue.ruleSets, ...ruleSets } });
  const plans = { 'legacy.trial': 'current.developer', 'legacy.pro': 'current.standard' };
  const all = { ...plans, 'legacy.flagship': 'current.premium' };
  const where = 'ruleSets.legacy-daily.migratesTo';

  test.each<[string, { ruleSet: string; plans: Record<string, string> }, string[]]>([
    ['an unknown rule set', { ruleSet: 'next', plans: all }, [`${where}.ruleSet: there is no "next"`]],
    ['a plan left open', { ruleSet: 'current', plans }, [`${where}.plans: there is no "legacy.flagship"`]],
    [
      'a plan of other rules',
      { ruleSet: 'current', plans: { ...all, 'current.premium': 'current.premium' } },
      [`${where}.plans: "current.premium" is not one of its plans`],
    ],
    [
      'plans that the target does not have',
      { ruleSet: 'current', plans: { ...all, 'legacy.pro': 'legacy.pro', 'legacy.flagship': 'gold' } },
      [`${where}.plans: "legacy.pro" is not a plan of "current"`, `${where}.plans: "gold" is not a plan of "current"`],
    ],
  ])('a migration names %s', (_, migratesTo, problems) => {
    if (!daily) return expect.fail();
    expect(problemsWith({ 'legacy-daily': { ...daily, migratesTo } })).toEqual(problems);
  });

  test('a migration is cyclic', () => {
    if (!current) return expect.fail();
    const back = Object.fromEntries(Object.entries(all).map(([from, to]) => [to, from]));
    expect(problemsWith({ current: { ...current, migratesTo: { ruleSet: 'legacy-daily', plans: back } } })).toEqual([
      `${where}.ruleSet: migration is one way, and this leads back`,
      'ruleSets.current.migratesTo.ruleSet: migration is one way, and this leads back',
    ]);
  });

  test('invalid shapes and broken references are reported together', () => {
    if (!daily || !current) return expect.fail();
    const wrong = { ...current, restoreDays: 0 };
    expect(problemsWith({ current: wrong, 'legacy-daily': { ...daily, freePlan: 'legacy.none' } })).toEqual([
      expect.stringMatching(/^ruleSets\.current\.restoreDays: /),
      'ruleSets.legacy-daily.freePlan: there is no "legacy.none"',
      `${where}.plans: there is no "legacy.none"`,
      `${where}.plans: "legacy.trial" is not one of its plans`,
    ]);
  });

  test('an offered item extends a metric that the plan lacks', () => {
    const { 'legacy.pro': pro } = standardCatalogue.plans;
    if (!pro) return expect.fail();
    const { groupsPerUser: _, ...limits } = pro.limits;
    const plans = { ...standardCatalogue.plans, 'legacy.pro': { ...pro, limits } };
    expect(problemsOf({ ...standardCatalogue, plans })).toEqual(
      ['legacy-monthly', 'legacy-daily'].map(
        (id) => `ruleSets.${id}.addOns.legacy.pro.maxGroupsPerUser: the plan has nothing that it could extend`,
      ),
    );
  });

  test('an amount that extends no metric is a problem', () => {
    const { contentFiltering } = standardCatalogue.addOns;
    if (!contentFiltering) return expect.fail();
    const addOns = { ...standardCatalogue.addOns, storage: { ...contentFiltering, kind: 'amount' } };
    expect(problemsOf({ ...standardCatalogue, addOns })).toEqual([
      'addOns.storage.extends: an amount extends a metric',
    ]);
  });

  test('fees, billing dates and migration have the defaults of the current rule set', () => {
    if (!daily) return expect.fail();
    const { feeMode: _, bills: __, migratesTo: ___, ...rest } = daily;
    const ruleSets = { ...standardCatalogue.ruleSets, 'legacy-daily': rest };
    expect(readCatalogue({ ...standardCatalogue, ruleSets }).ruleSets['legacy-daily']).toMatchObject({
      feeMode: 'by-day',
      bills: { plan: 1, items: 1 },
      migratesTo: null,
    });
  });
});
