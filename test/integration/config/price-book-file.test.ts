import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../../src/config/config.js';
import { readPriceBook } from '../../../src/config/price-book-file.js';
import { priceListOn } from '../../../src/domain/catalogue/price-list.js';
import { catalogueWithPrices } from '../../fixtures/domain.js';
import { createTempDirectory } from '../../support/databases.js';

async function file(content: unknown): Promise<string> {
  const path = join(await createTempDirectory(), 'prices.json');
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const complete = {
  currency: 'JPY',
  listed: '2026-04-01',
  plans: {
    'legacy.trial': '0',
    'legacy.pro': '67000',
    'legacy.flagship': '134000',
    'current.developer': '0',
    'current.standard': '60000',
    'current.premium': '105000',
  },
  addOns: {
    unlimitedAvChatRooms: '67000',
    contentFiltering: '22000',
    maxGroupsPerUser: '67000',
    maxMembersPerGroup: '36000',
    messageStorageDays: '20000',
  },
  overage: {
    monthlyActiveUsers: { price: '2.25', per: 1 },
    dailyActiveUsers: { price: '67000', per: 10_000 },
    peakGroups: { price: '67000', per: 100_000 },
  },
};

describe('PRICE_BOOK', () => {
  test('in the list’s currency overrides only the prices that it has', async () => {
    const read = readPriceBook(await file({ listed: '2026-10-01', plans: { 'legacy.pro': '400' } }));
    if ('problems' in read) return expect.fail(read.problems.join());
    const prices = priceListOn(catalogueWithPrices(...read.parsed), '2026-11-01');
    expect(prices).toMatchObject({ currency: 'USD', listed: null });
    expect([prices.plans['legacy.pro'], prices.plans['legacy.flagship']]).toEqual([400_000_000n, 899_990_000n]);
  });

  test('may begin with a byte order mark', async () => {
    expect(readPriceBook(await file(`\uFEFF${JSON.stringify(complete)}`))).toEqual({
      parsed: [{ ...complete, listed: undefined }],
    });
  });

  test('in another currency uses its smallest unit', async () => {
    const read = readPriceBook(await file(complete));
    if ('problems' in read) return expect.fail(read.problems.join());
    const prices = priceListOn(catalogueWithPrices(...read.parsed), '2026-11-01');
    expect(prices).toMatchObject({
      currency: 'JPY',
      perMinor: 1_000_000n,
      overage: { monthlyActiveUsers: { per: 1 } },
    });
  });

  test.each<[string, unknown, string[]]>([
    ['no file', null, ['takes the path of a JSON file that can be read']],
    ['no JSON', '{', ['holds no JSON']],
    [
      'a number for a price',
      { plans: { 'legacy.pro': 449.99 } },
      ['plans.legacy.pro: takes an amount in quotes such as "449.99", with at most 6 decimals'],
    ],
    ['what is not known', { discount: '10' }, ['has "discount", which is not known']],
    ['a text', '"x"', ['takes an object {…}']],
    [
      'a block of nothing',
      { overage: { peakGroups: { price: '1', per: 0 } } },
      ['overage.peakGroups.per: takes a number above 0'],
    ],
    [
      'another currency with prices missing',
      { ...complete, addOns: { contentFiltering: '1' }, overage: {} },
      [
        ...['unlimitedAvChatRooms', 'maxGroupsPerUser', 'maxMembersPerGroup', 'messageStorageDays'].map(
          (id) => `priceLists[0001-01-01].addOns: "${id}" has no price`,
        ),
        ...['dailyActiveUsers', 'monthlyActiveUsers', 'peakGroups'].map(
          (id) => `priceLists[0001-01-01].overage: "${id}" has no price`,
        ),
      ],
    ],
    [
      'plans and metrics that there are not',
      { plans: { 'legacy.gold': '1' }, overage: { smiles: { price: '1', per: 1 } } },
      [
        'priceLists[0001-01-01].plans: there is no "legacy.gold"',
        'priceLists[0001-01-01].overage: there is no "smiles"',
      ],
    ],
    [
      'a currency that there is not',
      { ...complete, currency: 'XQQ' },
      ['priceLists[0001-01-01].currency: there is no currency "XQQ"'],
    ],
    [
      'a free plan that costs',
      { plans: { 'legacy.trial': '1' } },
      ['priceLists[0001-01-01].plans.legacy.trial: a free plan costs nothing'],
    ],
  ])('with %s: every problem is listed', async (_, content, problems) => {
    const path = content === null ? '/nowhere/prices.json' : await file(content);
    expect(readPriceBook(path)).toEqual({ problems });
  });

  test.each([
    { plans: { 'legacy.pro': 449.99 } },
    { plans: { 'legacy.pro': '-1' } },
    { plans: { 'legacy.pro': '1,000' } },
    { plans: { 'legacy.pro': '0.0000001' } },
    { listed: 'today' },
    { currency: '$' },
    { discount: '10' },
    [],
  ])('with the content %j is refused', async (content) => {
    expect(readPriceBook(await file(content))).toHaveProperty('problems');
  });

  test('whose lists cannot be used keeps nothing from starting: the settings have its problems', async () => {
    const PRICE_BOOK = await file({ plans: { 'legacy.gold': '1', 'legacy.pro': 1 } });
    expect(readSettings({ PRICE_BOOK }).priceBook).toHaveProperty('problems');
    expect(readSettings({ PRICE_BOOK: '/nowhere/prices.json' }).priceBook).toHaveProperty('problems');
    expect(readSettings({ PRICE_BOOK: await file({ plans: { 'legacy.pro': '1' } }) }).priceBook).toEqual({
      parsed: [{ plans: { 'legacy.pro': '1' } }],
    });
    expect(readSettings({}).priceBook).toEqual({ parsed: [] });
  });

  test.each<[string, unknown, string]>([
    ['a day that two lists have', [{ from: '2027-01-01' }, { from: '2027-01-01' }], 'two lists have the same day'],
    ['one of several lists without a day', [{ from: '2027-01-01' }, {}], 'every one of several lists needs it'],
    [
      'another currency in the middle of a month',
      { ...complete, from: '2027-01-15' },
      'priceLists[2027-01-15].from: another currency begins on the first day of a month',
    ],
    [
      'an option without a price',
      { addOns: { maxGroupsPerUser: { 1000: '1' } } },
      'priceLists[0001-01-01].addOns.maxGroupsPerUser: "3000" has no price on "legacy.flagship"',
    ],
    [
      'a data center that there is not',
      { dataCenters: { mars: {} } },
      'priceLists[0001-01-01].dataCenters: there is no "mars"',
    ],
    [
      'an item to withdraw that there is not',
      { withdrawn: ['x'] },
      'priceLists[0001-01-01].withdrawn: there is no "x"',
    ],
  ])('with %s is refused', async (_, content, problem) => {
    const read = readPriceBook(await file(content));
    expect('problems' in read && read.problems.join()).toContain(problem);
  });
});
