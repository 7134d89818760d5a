import { describe, expect, test } from 'vitest';
import type { Database } from '../../../src/database/client.js';
import { settleCurrencies } from '../../../src/database/stored-currencies.js';
import { databases } from '../../support/databases.js';

const money = (minor: number, currency: string) => ({ minor, currency });
const plan = (currency: string) => ({
  note: '{"minor": 5, "currency": "HUF"}',
  fees: { lines: [{ key: 'fee.month', values: { before: money(0, currency), after: money(12_345, currency) } }] },
});
const statement = (currency: string) => ({
  ...{ month: '2026-10', currency, total: 700 },
  lines: [
    { id: 'plan', amount: 700 },
    { id: 'item', amount: 0 },
  ],
});

/** A database with amounts in these currencies, as a former version stored them. */
async function filled({ prisma }: Database, currencies: readonly string[]): Promise<void> {
  for (const [i, currency] of currencies.entries()) {
    const id = 1_400_000_001 + i;
    await prisma.$executeRaw`
      INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, created_at, version)
      VALUES (${id}, 'shop', 'acme', 'china', 'legacy-daily', 'legacy.pro', '{}', 'active', now(), 1)`;
    await prisma.$executeRaw`INSERT INTO statement VALUES (${id}, '2026-10', ${JSON.stringify(statement(currency))}::jsonb, now())`;
    await prisma.$executeRaw`
      INSERT INTO change (id, operation, sdk_app_id, state, form_values, agreed_plan, author, source, created_at, expires_at)
      VALUES (gen_random_uuid(), 'upgrade', ${id}, 'proposed', '{}', ${JSON.stringify(plan(currency))}::jsonb, 'UKIM', 'slack', now(), now() + interval '1 day')`;
    await prisma.notice.create({
      data: {
        ...{ dedupeKey: `statement:${id}`, kind: 'statement', sdkAppId: id, channel: 'C0OPS', language: 'en' },
        ...{ payload: { total: money(700, currency) }, occurredAt: new Date() },
      },
    });
  }
}

/** The amounts of the statement, its lines, the agreed plan and the notice, by app. */
async function amounts({ prisma }: Database) {
  const rows = await prisma.$queryRaw<{ found: string }[]>`
    SELECT concat_ws(' ', document->'total', document->'lines'->0->'amount', document->'lines'->1->'amount',
      agreed_plan #> '{fees,lines,0,values,before,minor}', agreed_plan #> '{fees,lines,0,values,after,minor}',
      agreed_plan->>'note', payload #> '{total,minor}') AS found
    FROM statement JOIN change USING (sdk_app_id) JOIN notice USING (sdk_app_id) ORDER BY sdk_app_id`;
  return rows.map(({ found }) => found);
}

const note = '{"minor": 5, "currency": "HUF"}';
const asStored = `700 700 0 0 12345 ${note} 700`;

describe.each(databases)('currencies whose stored amounts are ambiguous, on $name', ({ fresh }) => {
  test('are settled at once when there are no amounts in them', async () => {
    const { prisma } = await fresh();
    expect(await settleCurrencies(prisma, {})).toEqual({ unknown: [] });
    expect(await prisma.settledCurrency.count()).toBe(17);
    expect(await settleCurrencies(prisma, {})).toEqual({ unknown: [] });
  });

  test('are named when nothing says how they were stored, and nothing is changed', async () => {
    const database = await fresh();
    await filled(database, ['USD', 'HUF', 'COP', 'KRW']);
    expect(await settleCurrencies(database.prisma, {})).toEqual({ unknown: ['COP', 'HUF'] });
    expect(await settleCurrencies(database.prisma, { HUF: 0 })).toEqual({ unknown: ['COP'] });
    expect(await settleCurrencies(database.prisma, { HUF: 0, COP: 3 })).toEqual({ unknown: ['COP'] });
    expect(await database.prisma.settledCurrency.count()).toBe(0);
    expect(await amounts(database)).toEqual([asStored, asStored, asStored, asStored]);
  });

  test('are converted once, as the setting says, also by two processes at a time', async () => {
    const database = await fresh();
    await filled(database, ['USD', 'HUF', 'COP', 'IQD']);
    const stored = { HUF: 0, COP: 2, IQD: 0 };
    await Promise.all([settleCurrencies(database.prisma, stored), settleCurrencies(database.prisma, stored)]);
    await settleCurrencies(database.prisma, stored);
    const inFull = `70000 70000 0 0 1234500 ${note} 70000`;
    expect(await amounts(database)).toEqual([asStored, inFull, asStored, `700000 700000 0 0 12345000 ${note} 700000`]);
  });
});
