import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { keepPriceLists } from '../../../src/database/price-lists.js';
import { vendorPriceLists } from '../../../src/domain/catalogue/index.js';
import type { PriceBook } from '../../../src/domain/catalogue/schema.js';
import { shanghai } from '../../fixtures/domain.js';
import { databases } from '../../support/databases.js';

const own = (pro: string) => [{ plans: { 'legacy.pro': pro } }];

/** The own lists after a start at noon of a day with this file: their days and prices, and whether there are problems. */
async function start({ prisma }: Database, day: string, book: PriceBook | null) {
  const at = `${day}T04:00:00.000Z`;
  const shipped = vendorPriceLists;
  const kept = await keepPriceLists(prisma, { shipped, book, calendar: shanghai, at, problemsOf: () => [] });
  expect(kept.catalogue).toEqual(shipped);
  return [kept.own.map(({ from, plans }) => [from, plans?.['legacy.pro']]), kept.problems.length];
}

async function registerApp({ prisma }: Database): Promise<void> {
  await prisma.$executeRaw`
    INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version)
    VALUES (1400000001, 'shop', 'acme', 'china', 'legacy-daily', 'legacy.pro', '{}', 'active', '2026-10-01Z', 1)`;
  await prisma.$executeRaw`
    INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances)
    VALUES (1400000001, 1, '2026-10-01Z', 'register', 'legacy-daily', 'legacy.pro', '{}', 'active', '{}')`;
}

describe.each(databases)('kept price lists, on $name', ({ fresh }) => {
  test('a file that is first seen on 20 December does not reprice October, however often and whatever is started', async () => {
    const database = await fresh();
    await start(database, '2026-10-01', []);
    await registerApp(database);
    const december = [[['2026-12-20', '500']], 0];
    expect(await start(database, '2026-12-20', own('500'))).toEqual(december);
    expect(await start(database, '2026-12-21', own('500'))).toEqual(december);
    for (const book of [null, [], [{ from: '2026-12-20', plans: { 'legacy.pro': '1' } }]])
      expect(await start(database, '2027-01-05', book)).toEqual([december[0], book === null ? 0 : 1]);
    const raised = [
      ['2026-12-20', '500'],
      ['2027-01-06', '600'],
    ];
    expect(await start(database, '2027-01-06', own('600'))).toEqual([raised, 0]);
  });

  test('processes that start at once agree', async () => {
    const database = await fresh();
    await registerApp(database);
    const starts = ['500', '500', '600', '600'].map((pro) => start(database, '2026-12-20', own(pro)));
    for (const [lists, problems] of await Promise.all(starts)) {
      expect(problems).toBe(0);
      expect(lists).toMatchObject([['2026-12-20', expect.stringMatching(/^(500|600)$/)]]);
    }
    expect(await database.prisma.priceList.count()).toBe(2);
  });

  test('the file of a version without days goes on holding for days that have passed', async () => {
    const database = await fresh();
    await registerApp(database);
    await database.prisma
      .$executeRaw`INSERT INTO price_list (source, from_day, document) VALUES ('file', '0001-01-01', NULL)`;
    expect(await start(database, '2026-12-20', null)).toEqual([[], 0]);
    expect(await start(database, '2026-12-21', own('500'))).toEqual([[['0001-01-01', '500']], 0]);
    expect(await start(database, '2026-12-22', own('600'))).toEqual([
      [
        ['0001-01-01', '500'],
        ['2026-12-22', '600'],
      ],
      0,
    ]);
  });
});
