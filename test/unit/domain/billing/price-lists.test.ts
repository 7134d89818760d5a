import { describe, expect, test } from 'vitest';
import type { Configuration } from '../../../../src/domain/app.js';
import type { Peak } from '../../../../src/domain/billing/line-item.js';
import { statementOf } from '../../../../src/domain/billing/statement.js';
import type { OwnPriceList } from '../../../../src/domain/catalogue/schema.js';
import { catalogueWithPrices, configurationFrom, shanghai } from '../../../fixtures/domain.js';

interface Priced {
  readonly month: string;
  readonly lists: readonly OwnPriceList[];
  readonly held?: Partial<Configuration>;
  readonly peaks?: readonly Peak[];
  readonly dataCenter?: string;
}

/** The statement of a month of an app that has held one configuration all the time, on Pro by day unless given. */
function statement({ month, lists, held = {}, peaks = [], dataCenter = 'singapore' }: Priced) {
  const history = [configurationFrom('2020-01-01T00:00:00.000Z', held)];
  return statementOf(
    month,
    { history, peaks, dataCenter },
    { catalogue: catalogueWithPrices(...lists), calendar: shanghai },
  );
}

const amounts = (priced: Priced) => statement(priced).lines.map(({ amount }) => amount);
const dearer = { plans: { 'legacy.pro': '500' }, addOns: { maxGroupsPerUser: '500' } };
const monthly = { ruleSet: 'legacy-monthly' };
const dau = (day: string) => ({ metric: 'dailyActiveUsers', day, value: 12_000 });

describe('price lists with days', () => {
  test('by day, each day is priced by the list of that day, and each line is rounded once', () => {
    const lists = [{ from: '2026-12-20', ...dearer }];
    expect(amounts({ month: '2026-11', lists })).toEqual([44_999]);
    expect(amounts({ month: '2026-12', lists })).toEqual([Math.round((44_999 * 19 + 50_000 * 12) / 31)]);
    expect(amounts({ month: '2027-01', lists })).toEqual([50_000]);
  });

  test('several lists in one month, and one that ends what the shop had of its own', () => {
    const lists = [
      { from: '2026-12-05', ...dearer },
      { from: '2026-12-10', plans: { 'legacy.pro': '600' } },
      { from: '2026-12-20' },
    ];
    const held = { addOns: { maxGroupsPerUser: 1000 } };
    expect(amounts({ month: '2026-12', lists, held })).toEqual([
      Math.round((44_999 * 4 + 50_000 * 5 + 60_000 * 10 + 44_999 * 12) / 31),
      Math.round((44_999 * 4 + 50_000 * 5 + 44_999 * 10 + 44_999 * 12) / 31),
    ]);
  });

  test('by month, the list in force when the month began prices all of it', () => {
    const held = { ...monthly, addOns: { maxGroupsPerUser: 1000 } };
    const peaks = [dau('2026-12-25')];
    const lists = [{ from: '2026-12-02', ...dearer, overage: { dailyActiveUsers: { price: '1', per: 100 } } }];
    expect(amounts({ month: '2026-12', lists, held, peaks })).toEqual([44_999, 44_999, 44_999]);
    expect(amounts({ month: '2027-01', lists, held, peaks: [dau('2027-01-02')] })).toEqual([50_000, 50_000, 2_000]);
    const onTheFirst = lists.map((list) => ({ ...list, from: '2026-12-01' }));
    expect(amounts({ month: '2026-12', lists: onTheFirst, held, peaks })).toEqual([50_000, 50_000, 2_000]);
  });

  test.each([
    ['2026-12-19', 44_999, 10_000],
    ['2026-12-20', 2_000, 100],
  ] as const)('overage by day of %s is priced by the list of that day', (day, amount, per) => {
    const lists = [{ from: '2026-12-20', overage: { dailyActiveUsers: { price: '1', per: 100 } } }];
    const [, line] = statement({ month: '2026-12', lists, peaks: [dau(day)] }).lines;
    expect(line).toMatchObject({ amount, usage: { peak: 12_000, free: 10_000, per } });
  });

  test('a price may depend on the option, on plan and option, and on the data center', () => {
    const lists = [
      {
        addOns: {
          maxGroupsPerUser: { 1000: '10', 3000: '30' },
          maxMembersPerGroup: { 'legacy.pro': { 2000: '20' }, 'legacy.flagship': '60' },
        },
        dataCenters: { seoul: { plans: { 'legacy.pro': '300' }, addOns: { maxMembersPerGroup: '70' } } },
      },
    ];
    const pro = { addOns: { maxGroupsPerUser: 1000, maxMembersPerGroup: 2000 } };
    const flagship = { plan: 'legacy.flagship', addOns: { maxGroupsPerUser: 3000, maxMembersPerGroup: 6000 } };
    expect(amounts({ month: '2026-12', lists, held: pro })).toEqual([44_999, 1_000, 2_000]);
    expect(amounts({ month: '2026-12', lists, held: flagship })).toEqual([89_999, 3_000, 6_000]);
    expect(amounts({ month: '2026-12', lists, held: pro, dataCenter: 'seoul' })).toEqual([30_000, 1_000, 7_000]);
    expect(amounts({ month: '2026-12', lists, held: flagship, dataCenter: 'seoul' })).toEqual([89_999, 3_000, 7_000]);
  });

  test('by month, the dearest option that was held in the month is charged', () => {
    const lists = [{ addOns: { maxGroupsPerUser: { 1000: '40', 3000: '30' } } }];
    const pro = configurationFrom('2020-01-01T00:00:00.000Z', { ...monthly, addOns: { maxGroupsPerUser: 1000 } });
    const later = { ...pro, effectiveFrom: '2026-12-10T00:00:00.000Z', addOns: { maxGroupsPerUser: 3000 } };
    const rules = { catalogue: catalogueWithPrices(...lists), calendar: shanghai };
    const of = (month: string) => statementOf(month, { history: [pro, later], peaks: [] }, rules).lines[1];
    expect(of('2026-12')).toMatchObject({ amount: 4_000, parts: [{ value: 1000 }] });
    expect(of('2027-01')).toMatchObject({ amount: 3_000, parts: [{ value: 3000 }] });
  });

  test('only the vendor’s own list is named in a statement', () => {
    const lists = [{ from: '2026-12-20', ...dearer }];
    expect(statement({ month: '2026-11', lists }).listed).toBe('2022-12-26');
    expect(statement({ month: '2026-12', lists }).listed).toBeNull();
    expect(statement({ month: '2027-01', lists }).listed).toBeNull();
    expect(statement({ month: '2026-12', lists, held: monthly }).listed).toBe('2022-12-26');
    expect(statement({ month: '2026-12', lists: [] }).listed).toBe('2022-12-26');
  });

  test('amounts are exact at any size of price and usage', () => {
    const price = '999999999.999999';
    const lists = [{ plans: { 'current.standard': price }, overage: { monthlyActiveUsers: { price, per: 1 } } }];
    const peaks = [{ metric: 'monthlyActiveUsers', day: '2026-12-01', value: Number.MAX_SAFE_INTEGER }];
    const held = { ruleSet: 'current', plan: 'current.standard' };
    const { lines, total } = statement({ month: '2026-12', lists, held, peaks });
    // 999999999.999999 × (2^53 - 1 - 10000), and 999999999.999999, in cents: computed with exact decimals by hand.
    const overage = (999_999_999_999_999n * (9_007_199_254_740_991n - 10_000n) * 2n + 10_000n) / 20_000n;
    expect(lines.map(({ amount }) => amount)).toEqual([100_000_000_000, String(overage)]);
    expect(total).toBe(String(overage + 100_000_000_000n));
  });
});
