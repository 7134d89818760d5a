import { describe, expect, test } from 'vitest';
import { acceptPriceLists, type KeptPriceLists } from '../../../../src/domain/catalogue/accept-price-lists.js';
import { vendorPriceLists } from '../../../../src/domain/catalogue/index.js';
import type { OwnPriceList, PriceListSource } from '../../../../src/domain/catalogue/schema.js';
import { shanghai } from '../../../fixtures/domain.js';

const nothingKept: KeptPriceLists = { catalogue: [], own: [], unknownFile: false };
const own = (pro: string): OwnPriceList => ({ plans: { 'legacy.pro': pro } });
const [vendor] = vendorPriceLists;

interface Start {
  readonly day: string;
  readonly book: readonly OwnPriceList[] | null;
  readonly shipped?: readonly PriceListSource[];
  readonly charged?: boolean;
}

/** What is accepted at noon of a day, after what was kept before. */
function start(kept: KeptPriceLists, { day, book, shipped = vendorPriceLists, charged = true }: Start) {
  const rules = { calendar: shanghai, at: `${day}T04:00:00.000Z`, problemsOf: () => [] };
  const { problems, ...lists } = acceptPriceLists(kept, { shipped, book, charged }, rules);
  return { problems, lists, kept: { ...lists, unknownFile: false } };
}

const { kept: withoutFile } = start(nothingKept, { day: '2026-10-01', book: [] });
const december = start(withoutFile, { day: '2026-12-20', book: [own('500')] });

describe('a list without a day', () => {
  test('holds from the day on which it is first seen, and keeps that day', () => {
    expect(december).toMatchObject({ problems: [], lists: { own: [{ from: '2026-12-20', ...own('500') }] } });
    for (const day of ['2026-12-20', '2026-12-21', '2027-06-01'])
      expect(start(december.kept, { day, book: [own('500')] })).toMatchObject({ problems: [], lists: december.lists });
  });

  test('another one follows it, from its own first day', () => {
    const next = start(december.kept, { day: '2027-02-03', book: [own('600')] });
    expect(next.problems).toEqual([]);
    expect(next.lists.own).toEqual([
      { from: '2026-12-20', ...own('500') },
      { from: '2027-02-03', ...own('600') },
    ]);
  });

  test('in another currency begins with a month', () => {
    const yen = [{ currency: 'JPY' }];
    expect(start(withoutFile, { day: '2026-12-20', book: yen }).lists.own[0]?.from).toBe('2027-01-01');
    expect(start(withoutFile, { day: '2026-12-01', book: yen }).lists.own[0]?.from).toBe('2026-12-01');
    expect(start(nothingKept, { day: '2026-12-20', book: yen, charged: false }).lists.own[0]?.from).toBe('2026-12-01');
  });

  test('of a former version holds from the beginning: it did so until now', () => {
    const upgraded = start({ ...nothingKept, unknownFile: true }, { day: '2026-12-20', book: [own('500')] });
    expect(upgraded).toMatchObject({ problems: [], lists: { own: [{ from: '0001-01-01', ...own('500') }] } });
  });
});

describe('a file', () => {
  const dated = (from: string, pro: string) => ({ from, ...own(pro) });
  const used = start(withoutFile, { day: '2026-12-01', book: [dated('2026-12-10', '500')] }).kept;

  test.each<[string, string, readonly OwnPriceList[] | null]>([
    ['the same again', '2026-12-20', [dated('2026-12-10', '500')]],
    ['a list is added from today on', '2026-12-20', [dated('2026-12-10', '500'), dated('2026-12-20', '600')]],
    ['a list is added from a later day on', '2026-12-20', [dated('2026-12-10', '500'), dated('2027-01-01', '600')]],
    ['a list that is not used yet is changed', '2026-12-10', [dated('2026-12-10', '700')]],
    ['a list that is not used yet is dropped', '2026-12-10', []],
    ['the same price in other words', '2026-12-20', [dated('2026-12-10', '500.00')]],
  ])('is taken: %s', (_, day, book) => {
    const { problems, lists } = start(used, { day, book });
    expect(problems).toEqual([]);
    expect(lists.own).toEqual(book);
  });

  test.each<[string, readonly OwnPriceList[], string]>([
    ['a used list is altered', [dated('2026-12-10', '501')], 'plans.legacy.pro would cost 501 instead of 500'],
    ['a used list is dropped', [dated('2026-12-20', '600')], 'plans.legacy.pro would cost 449.99 instead of 500'],
    ['there is none any more', [], 'plans.legacy.pro would cost 449.99 instead of 500'],
    ['a used list begins later', [dated('2026-12-11', '500')], 'plans.legacy.pro would cost 449.99 instead of 500'],
    [
      'a list is dated into the past',
      [dated('2026-12-10', '500'), dated('2026-12-18', '1')],
      'plans.legacy.pro would cost 1 instead of 500',
    ],
    [
      'a used list gets a price for a data center',
      [{ ...dated('2026-12-10', '500'), dataCenters: { seoul: own('1') } }],
      'plans.legacy.pro in seoul would cost 1 instead of 500',
    ],
    [
      'the currency of a used list',
      [{ ...dated('2026-12-10', '500'), currency: 'EUR' }],
      'the currency would be EUR instead of USD',
    ],
  ])('is not taken: %s', (_, book, problem) => {
    const { problems, lists } = start(used, { day: '2026-12-20', book });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect(lists).toEqual({ catalogue: used.catalogue, own: used.own });
  });

  test('that cannot be read leaves everything as it is', () =>
    expect(start(used, { day: '2026-12-20', book: null }).lists.own).toEqual(used.own));

  test('may be dated into the past while nothing has been charged yet', () => {
    const book = [dated('2025-01-01', '400'), dated('2026-06-01', '500')];
    expect(start(nothingKept, { day: '2026-12-20', book, charged: false })).toMatchObject({
      problems: [],
      lists: { own: book },
    });
    expect(start(nothingKept, { day: '2026-12-20', book }).problems).toHaveLength(1);
  });
});

describe('the vendor’s lists', () => {
  if (!vendor) throw new Error('There is a list.');
  const raised = {
    ...vendor,
    from: '2027-01-01',
    listed: '2027-01-01',
    plans: { ...vendor.plans, 'legacy.pro': '460' },
  };

  test('of a new version are taken as far as they are for days to come', () => {
    const { problems, lists } = start(december.kept, {
      day: '2026-12-28',
      book: [own('500')],
      shipped: [vendor, raised],
    });
    expect([problems, lists.catalogue, lists.own]).toEqual([[], [vendor, raised], december.lists.own]);
  });

  test('of a new version that would change days that have passed are not taken, and the file is', () => {
    const altered = { ...vendor, plans: { ...vendor.plans, 'legacy.pro': '460' } };
    const { problems, lists } = start(december.kept, { day: '2027-01-10', book: [own('600')], shipped: [altered] });
    expect(problems[0]).toContain('plans.legacy.pro would cost 460 instead of 449.99');
    expect(lists.catalogue).toEqual([vendor]);
    expect(lists.own.map(({ from }) => from)).toEqual(['2026-12-20', '2027-01-10']);
  });

  test('with prices of what did not exist before are taken', () => {
    const more = { ...vendor, plans: { ...vendor.plans, 'fourth.tree': '10' } };
    expect(start(december.kept, { day: '2027-01-10', book: [own('500')], shipped: [more] })).toMatchObject({
      problems: [],
      lists: { catalogue: [more] },
    });
  });
});
