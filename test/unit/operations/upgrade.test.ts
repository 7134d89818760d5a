import { describe, expect, test } from 'vitest';
import { vendorPriceLists } from '../../../src/domain/catalogue/index.js';
import { configure } from '../../../src/operations/configure/configure.js';
import { upgrade } from '../../../src/operations/upgrade/upgrade.js';
import { appWith, catalogueWithPrices, configurationFrom, developerApp } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  operationContext,
  planOf,
  refusalOf,
  rulesWith,
  translated,
  updateOf,
} from '../../fixtures/operation-context.js';

const dev = developerApp('2026-11-01T04:00:00.000Z');
const suspended = developerApp('2026-10-01T04:00:00.000Z', { state: 'suspended' });
const daily = appWith({ plan: 'legacy.trial' });
const monthly = appWith({ plan: 'legacy.trial', ruleSet: 'legacy-monthly' });

describe('the form of upgrade', () => {
  test.each([
    ['current', dev, {}, ['plan']],
    ['current, premium', dev, { plan: 'current.premium' }, ['plan']],
    [
      'legacy-daily',
      daily,
      {},
      ['plan', 'unlimitedAvChatRooms', 'maxGroupsPerUser', 'maxMembersPerGroup', 'messageStorageDays'],
    ],
    [
      'legacy-daily, flagship',
      daily,
      { plan: 'legacy.flagship' },
      ['plan', 'maxGroupsPerUser', 'maxMembersPerGroup', 'messageStorageDays'],
    ],
    [
      'legacy-monthly',
      monthly,
      { plan: 'legacy.pro' },
      [
        'plan',
        'unlimitedAvChatRooms',
        'maxGroupsPerUser',
        'maxMembersPerGroup',
        'messageStorageDays',
        'contentFiltering',
      ],
    ],
    [
      'legacy-monthly, flagship',
      monthly,
      { plan: 'legacy.flagship' },
      ['plan', 'maxGroupsPerUser', 'maxMembersPerGroup', 'messageStorageDays', 'contentFiltering'],
    ],
  ])('%s: has the plan and the items it offers', (_, app, prefill, names) => {
    expect(formOf(upgrade, operationContext({ app }), prefill).map(({ name }) => name)).toEqual(names);
  });

  test('offers only paid plans, selects the first, and is rendered again on a change', () => {
    const [plan] = formOf(upgrade, operationContext({ app: daily }));
    expect(plan).toMatchObject({ kind: 'select', dispatchAction: true, value: 'legacy.pro' });
    expect(plan?.kind === 'select' && plan.options.map(({ value, label }) => [value, translated(label).en])).toEqual([
      ['legacy.pro', 'Pro Edition-Postpaid'],
      ['legacy.flagship', 'Flagship Edition-Postpaid'],
    ]);
    expect(formOf(upgrade, operationContext({ app: daily }), { plan: 'legacy.flagship' })[0]).toMatchObject({
      value: 'legacy.flagship',
    });
  });

  test('shows the monthly price of each option in the reader’s language, also from a price book', () => {
    const [vendor] = vendorPriceLists;
    const plans = { ...vendor?.plans, 'legacy.pro': '60000', 'legacy.flagship': '0' };
    const own = rulesWith(catalogueWithPrices({ ...vendor, from: '2018-01-01', currency: 'JPY', plans }));
    const told3 = (ctx: Parameters<typeof operationContext>[0], name: string) =>
      formOf(upgrade, operationContext(ctx)).flatMap((field) =>
        field.kind === 'select' && field.name === name
          ? field.options.map(({ description = '' }) => Object.values(translated(description)))
          : [],
      );
    expect(told3({ app: monthly }, 'plan')).toEqual([
      ['$449.99 a month', '월 US$449.99', '每月 US$449.99'],
      ['$899.99 a month', '월 US$899.99', '每月 US$899.99'],
    ]);
    expect(told3({ app: monthly }, 'contentFiltering')).toEqual([
      ['free', '무료', '免费'],
      ['$149.99 a month', '월 US$149.99', '每月 US$149.99'],
    ]);
    expect(told3({ app: monthly, rules: own }, 'plan').map(([en]) => en)).toEqual(['¥60,000 a month', 'free']);
  });

  test('shows the included and the offered values of each item', () => {
    const options = formOf(upgrade, operationContext({ app: monthly })).flatMap((field) =>
      field.kind === 'select' && field.name !== 'plan'
        ? [[field.name, field.value, ...field.options.map(({ value, label }) => `${value}: ${translated(label).en}`)]]
        : [],
    );
    expect(options).toEqual([
      ['unlimitedAvChatRooms', 'default', 'default: 50 (included)', 'on: unlimited'],
      ['maxGroupsPerUser', 'default', 'default: 500 (included)', '1000: 1,000'],
      ['maxMembersPerGroup', 'default', 'default: 200 (included)', '2000: 2,000'],
      [
        ...['messageStorageDays', 'default', 'default: 7 days (included)'],
        ...['30: 30 days', '90: 90 days', '180: 180 days', '360: 360 days'],
      ],
      ['contentFiltering', 'default', 'default: off', 'on: on'],
    ]);
  });
});

describe('the plan of upgrade', () => {
  test.each([
    ['current.standard', dev],
    ['current.premium', dev],
    ['current.premium', suspended],
    ['legacy.pro', daily],
    ['legacy.flagship', daily],
    ['legacy.flagship', monthly],
  ])('upgrade to %s: active, no end of validity; under legacy-monthly it is the change of the plan', (plan, app) => {
    const planned = planOf(upgrade, operationContext({ app }), { plan });
    expect(updateOf(planned)).toEqual({
      after: { ...app, plan, addOns: {}, state: 'active', validity: null },
      usesAllowance: app === monthly ? ['plan'] : [],
    });
    expect(planned).toMatchObject({ loss: null, nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }] });
  });

  test('includes value-added items', () => {
    const input = { unlimitedAvChatRooms: 'on', maxGroupsPerUser: '1000', contentFiltering: 'on' };
    const plan = planOf(upgrade, operationContext({ app: monthly }), { plan: 'legacy.pro', ...input });
    const addOns = { unlimitedAvChatRooms: true, maxGroupsPerUser: 1000, contentFiltering: true };
    expect(updateOf(plan)).toEqual({ after: { ...monthly, plan: 'legacy.pro', addOns }, usesAllowance: ['plan'] });
    expect(english(plan.lines)).toEqual([
      '*State*: active',
      '*Plan*: Trial Edition → *Pro Edition-Postpaid*',
      '*Audio-video chat rooms*: 10 (included) → *unlimited*',
      '*Groups per user*: 50 (included) → *1,000*',
      '*Members per group*: 20 (included) → *200 (included)*',
      '*Message storage*: 7 days (included)',
      '*Content filtering*: off → *on*',
    ]);
    expect(plan.warnings.map(({ key }) => key)).toEqual(['operation.usesAllowance']);
  });

  test('makes a suspended app active', () => {
    const plan = planOf(upgrade, operationContext({ app: suspended }), { plan: 'current.premium' });
    expect(english(plan.lines)).toEqual([
      '*State*: suspended → *active*',
      '*Plan*: Developer Edition → *Premium Edition-Postpaid*',
    ]);
  });

  test('warns of features that developer has and standard lacks, not of higher limits', () => {
    const plan = planOf(upgrade, operationContext({ app: dev }), { plan: 'current.standard' });
    expect(plan.warnings.map(({ key }) => key)).toEqual(['operation.lostFeatures']);
    expect(plan.warnings[0]?.values?.['features']).toHaveLength(13);
    expect(planOf(upgrade, operationContext({ app: dev }), { plan: 'current.premium' }).warnings).toEqual([]);
  });

  test.each([
    [dev, 'current.standard', 'upgrade.noReturn', 'Developer Edition'],
    [daily, 'legacy.pro', 'upgrade.noReturn', 'Trial Edition'],
    [monthly, 'legacy.pro', 'upgrade.returnFrom', 'Trial Edition'],
  ])('says whether the free plan can be restored', (app, plan, key, free) => {
    const { undo } = planOf(upgrade, operationContext({ app }), { plan });
    expect(undo?.key).toBe(key);
    expect(undo && translated(undo).en).toContain(free);
  });

  test('has a text for when it is done', () => {
    const { done } = planOf(upgrade, operationContext({ app: daily }), { plan: 'legacy.pro' });
    expect(done && translated(done)).toEqual({
      en: 'shop (1400000001) is now on *Pro Edition-Postpaid*.',
      ko: 'shop (1400000001)의 플랜이 변경되었습니다: *프로 버전-후불*',
      zh: 'shop (1400000001) 的套餐包已变更： *专业版-后付费*',
    });
  });

  test('follows the data of a fourth rule set', () => {
    const validity = { anchor: at, months: 2, until: '2027-01-21T04:00:00.000Z' };
    const app = appWith({ ruleSet: 'fourth', plan: 'fourth.seed', validity });
    const ctx = operationContext({ app, rules: rulesWith(extraCatalogue) });
    expect(formOf(upgrade, ctx).map(({ name }) => name)).toEqual(['plan', 'moreBots', 'support']);
    const plan = planOf(upgrade, ctx, { plan: 'fourth.tree', moreBots: '15', support: 'on' });
    const after = { ...app, plan: 'fourth.tree', addOns: { moreBots: 15, support: true }, validity: null };
    expect(updateOf(plan)).toEqual({ after, usesAllowance: [] });
    expect(plan.undo?.key).toBe('upgrade.return');
  });
});

describe('upgrade is refused', () => {
  const standard = appWith({ ruleSet: 'current', plan: 'current.standard' });
  test.each([
    ['on a paid plan', standard, {}, 'refusal.alreadyPaid', undefined, ['configure', 'show']],
    ['under legacy rules', appWith(), {}, 'refusal.alreadyPaid', undefined, ['configure', 'show']],
    [
      'disabled',
      { ...dev, state: 'disabled', disabledAt: at } as const,
      {},
      'refusal.disabled',
      undefined,
      ['restore', 'show'],
    ],
    ['purged', { ...dev, state: 'purged', disabledAt: at } as const, {}, 'refusal.purged', undefined, ['history']],
    ['to its own free plan', dev, { plan: 'current.developer' }, 'field.notOffered', 'plan', undefined],
    ['to a plan of other rules', dev, { plan: 'legacy.pro' }, 'field.notOffered', 'plan', undefined],
    ['to a plan that is not there', dev, { plan: 'gold' }, 'field.notOffered', 'plan', undefined],
    ['to nothing', dev, { plan: ' ' }, 'field.missing', 'plan', undefined],
    [
      'with a value of another plan',
      daily,
      { plan: 'legacy.pro', maxGroupsPerUser: '3000' },
      'field.notOffered',
      'maxGroupsPerUser',
      undefined,
    ],
    [
      'with a value in between',
      daily,
      { plan: 'legacy.pro', maxGroupsPerUser: '750' },
      'field.notOffered',
      'maxGroupsPerUser',
      undefined,
    ],
    [
      'with an invalid value of a toggle',
      daily,
      { plan: 'legacy.pro', unlimitedAvChatRooms: 'true' },
      'field.notOffered',
      'unlimitedAvChatRooms',
      undefined,
    ],
  ])('%s', (_, app, input, key, field, nextOperations) => {
    expect(refusalOf(upgrade, operationContext({ app }), input)).toMatchObject({ key, field, nextOperations });
  });
});

describe('under legacy-monthly, where an upgrade is the change of the plan', () => {
  const changed = (day: string) =>
    configurationFrom(`${day}T04:00:00.000Z`, { plan: 'legacy.trial', usedAllowances: ['plan'] });

  test('it is refused once that is used, and allowed from the next month on', () => {
    const ctx = (instant: string) => operationContext({ app: monthly, history: [changed('2026-11-02')], at: instant });
    expect(refusalOf(upgrade, ctx('2026-11-30T15:59:59.999Z'), { plan: 'legacy.pro' })).toMatchObject({
      key: 'refusal.changeUsed',
      field: 'plan',
    });
    expect(updateOf(planOf(upgrade, ctx('2026-11-30T16:00:00.000Z'), { plan: 'legacy.pro' })).usesAllowance).toEqual([
      'plan',
    ]);
  });

  test('going back to the free plan in the month of the upgrade is refused, so a month of service is paid', () => {
    const app = { ...monthly, plan: 'legacy.flagship' };
    const upgraded = configurationFrom('2026-11-01T04:00:00.000Z', { ...app, usedAllowances: ['plan'] });
    const ctx = (instant: string) => operationContext({ app, history: [upgraded], at: instant });
    expect(refusalOf(configure, ctx('2026-11-30T15:00:00.000Z'), { plan: 'legacy.trial' })).toMatchObject({
      key: 'refusal.changeUsed',
      field: 'plan',
    });
    expect(updateOf(planOf(configure, ctx('2026-12-01T00:00:00.000Z'), { plan: 'legacy.trial' })).after.plan).toBe(
      'legacy.trial',
    );
  });
});
