import { describe, expect, test } from 'vitest';
import type { AddOns, App, Configuration } from '../../../src/domain/app.js';
import type { FormValues } from '../../../src/operations/change-plan.js';
import { configure } from '../../../src/operations/configure/configure.js';
import { appWith, configurationFrom, developerApp, justBefore, plansOf, shanghai } from '../../fixtures/domain.js';
import { extraCatalogue } from '../../fixtures/extra-rule-set.js';
import {
  at,
  english,
  formOf,
  hole,
  nextMonth,
  operationContext,
  planOf,
  refusalOf,
  rulesWith,
  translated,
  updateOf,
} from '../../fixtures/operation-context.js';

const rooms = 'unlimitedAvChatRooms';
const groups = 'maxGroupsPerUser';
const members = 'maxMembersPerGroup';
const storage = 'messageStorageDays';
const filter = 'contentFiltering';

const daily = (plan: string, addOns: AddOns = {}) => appWith({ plan, addOns });
const monthly = (plan: string, addOns: AddOns = {}) => appWith({ ruleSet: 'legacy-monthly', plan, addOns });
const current = (plan: string) => appWith({ ruleSet: 'current', plan });

/** What an app has been since it was registered, as the history has it. */
function historyOf(app: App, ...changes: Configuration[]): Configuration[] {
  const { ruleSet, plan, addOns } = app;
  return [configurationFrom(app.createdAt, { operation: 'register', ruleSet, plan, addOns }), ...changes];
}

const changedAt = '2026-11-05T04:00:00.000Z';
const usedAllowance = (...changed: string[]) => configurationFrom(changedAt, { usedAllowances: changed });

describe('the form of configure', () => {
  test.each([
    [current('current.standard'), {}, ['current.standard', 'current.premium'], ['plan']],
    [daily('legacy.pro'), {}, ['legacy.pro', 'legacy.flagship'], ['plan', rooms, groups, members, storage]],
    [
      daily('legacy.pro'),
      { plan: 'legacy.flagship' },
      ['legacy.pro', 'legacy.flagship'],
      ['plan', groups, members, storage],
    ],
    [
      monthly('legacy.pro'),
      {},
      ['legacy.pro', 'legacy.flagship', 'legacy.trial'],
      ['plan', rooms, groups, members, storage, filter],
    ],
    [monthly('legacy.pro'), { plan: 'legacy.trial' }, ['legacy.pro', 'legacy.flagship', 'legacy.trial'], ['plan']],
  ])(
    '$ruleSet: has plan and items, and offers the free plan only if the rule set allows it',
    (app, prefill, plans, names) => {
      const fields = formOf(configure, operationContext({ app }), prefill);
      expect(fields.map(({ name }) => name)).toEqual(names);
      const [plan] = fields;
      expect(plan?.kind === 'select' && plan.options.map(({ value }) => value)).toEqual(plans);
    },
  );

  const values = (app: App, prefill: FormValues = {}) =>
    Object.fromEntries(formOf(configure, operationContext({ app }), prefill).map(({ name, value }) => [name, value]));

  test('has the present configuration as initial values', () => {
    expect(values(monthly('legacy.pro', { [rooms]: true, [members]: 2000 }))).toEqual({
      plan: 'legacy.pro',
      [rooms]: 'on',
      [groups]: 'default',
      [members]: '2000',
      [storage]: 'default',
      [filter]: 'default',
    });
  });

  test('has the items that another plan keeps as initial values', () => {
    const app = monthly('legacy.pro', { [rooms]: true, [groups]: 1000, [filter]: true });
    expect(values(app, { plan: 'legacy.flagship' })).toEqual({
      plan: 'legacy.flagship',
      [groups]: 'default',
      [members]: 'default',
      [storage]: 'default',
      [filter]: 'on',
    });
  });
});

describe('the form of configure opened from a limit', () => {
  const reading = (metric: string, value: number) => ({ metric, value, day: '2026-11-21', at, subject: '' });
  const openedForm = (app: App, prefill: FormValues, used: number) => {
    const readings = [reading('groupsPerUser', used), reading('membersPerGroup', used)];
    const fields = formOf(configure, operationContext({ app, readings }), prefill);
    return {
      values: Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      focus: fields.filter(({ focus }) => focus === true).map(({ name }) => name),
    };
  };

  test('selects the smallest value of the item above the current usage, with the focus on the item', () => {
    const app = daily('legacy.pro', { [members]: 2000 });
    expect(openedForm(app, { metric: 'groupsPerUser' }, 450)).toEqual({
      values: { plan: 'legacy.pro', [rooms]: 'default', [groups]: '1000', [members]: '2000', [storage]: 'default' },
      focus: [groups],
    });
    expect(openedForm(app, { metric: 'groupsPerUser' }, 1000).values).toMatchObject({
      plan: 'legacy.flagship',
      [groups]: '3000',
    });
  });

  test('selects a plan with a higher limit if there is no item, with the focus on the plan', () => {
    expect(openedForm(current('current.standard'), { metric: 'membersPerGroup' }, 200)).toEqual({
      values: { plan: 'current.premium' },
      focus: ['plan'],
    });
  });

  test('keeps entered values, and is unchanged without a limit or with an unknown one', () => {
    const app = daily('legacy.pro');
    expect(openedForm(app, { metric: 'groupsPerUser', [groups]: 'default' }, 450).values).toMatchObject({
      [groups]: 'default',
    });
    for (const prefill of [{}, { metric: 'elephants' }, { metric: 'registeredUsers' }, { [groups]: '7' }])
      expect(openedForm(app, prefill, 450)).toMatchObject({ values: { [groups]: 'default' }, focus: [] });
    expect(openedForm(app, { [groups]: '1000' }, 450).values).toMatchObject({ [groups]: '1000' });
  });
});

describe('the plan of configure', () => {
  test.each<[string, App, FormValues, Partial<App>, string[]]>([
    ['another plan', current('current.standard'), { plan: 'current.premium' }, { plan: 'current.premium' }, ['plan']],
    ['a lower plan', current('current.premium'), { plan: 'current.standard' }, { plan: 'current.standard' }, ['plan']],
    ['an item on', daily('legacy.pro'), { [rooms]: 'on' }, { addOns: { [rooms]: true } }, [rooms]],
    ['an item off', daily('legacy.pro', { [rooms]: true }), { [rooms]: 'default' }, { addOns: {} }, [rooms]],
    ['an amount up', daily('legacy.flagship'), { [groups]: '3000' }, { addOns: { [groups]: 3000 } }, [groups]],
    ['an amount down', daily('legacy.flagship', { [groups]: 3000 }), { [groups]: 'default' }, { addOns: {} }, [groups]],
    [
      'several items at once, one of them off',
      monthly('legacy.pro', { [rooms]: true, [members]: 2000 }),
      { [rooms]: 'default', [groups]: '1000', [filter]: 'on' },
      { addOns: { [members]: 2000, [groups]: 1000, [filter]: true } },
      [rooms, groups, filter],
    ],
    [
      'plan and item at once',
      daily('legacy.pro'),
      { plan: 'legacy.flagship', [groups]: '3000' },
      { plan: 'legacy.flagship', addOns: { [groups]: 3000 } },
      ['plan', groups],
    ],
    [
      'a plan that carries an item over: the item is not changed',
      monthly('legacy.pro', { [filter]: true }),
      { plan: 'legacy.flagship' },
      { plan: 'legacy.flagship', addOns: { [filter]: true } },
      ['plan'],
    ],
    [
      'a plan that would carry an item over, which is switched off as well',
      monthly('legacy.pro', { [filter]: true }),
      { plan: 'legacy.flagship', [filter]: 'default' },
      { plan: 'legacy.flagship', addOns: {} },
      ['plan', filter],
    ],
    [
      'a plan under which items fall away: they are not changed',
      daily('legacy.flagship', { [groups]: 3000, [members]: 6000 }),
      { plan: 'legacy.pro' },
      { plan: 'legacy.pro', addOns: {} },
      ['plan'],
    ],
    [
      'an item at another value than the one that falls away',
      daily('legacy.flagship', { [groups]: 3000 }),
      { plan: 'legacy.pro', [groups]: '1000' },
      { plan: 'legacy.pro', addOns: { [groups]: 1000 } },
      ['plan', groups],
    ],
    [
      'back to trial',
      monthly('legacy.pro', { [rooms]: true }),
      { plan: 'legacy.trial' },
      { plan: 'legacy.trial', addOns: {} },
      ['plan'],
    ],
  ])('%s', (_, app, input, after, changed) => {
    const plan = planOf(configure, operationContext({ app, history: historyOf(app) }), input);
    expect(updateOf(plan)).toEqual({ after: { ...app, ...after }, usesAllowance: changed });
    const allowance = plan.warnings.find(({ key }) => key === 'operation.usesAllowance');
    const labels: Record<string, string> = {
      plan: 'Plan',
      [rooms]: 'Audio-video chat rooms',
      [groups]: 'Groups per user',
      [members]: 'Members per group',
      [filter]: 'Content filtering',
    };
    expect(hole(allowance, 'items')).toEqual(changed.map((item) => labels[item]));
    expect(allowance?.values?.['again']).toBe(nextMonth);
    const free = updateOf(plan).after.plan === 'legacy.trial';
    expect(plan.undo).toEqual(
      free
        ? { key: 'configure.undoFreeFrom', values: { again: nextMonth } }
        : { key: 'configure.undo', values: { again: nextMonth } },
    );
    expect(plan).toMatchObject({ loss: null, nextActions: [{ operation: 'show', sdkAppId: app.sdkAppId }] });
  });

  const combinations = ['default', 'on'].flatMap((a) =>
    ['default', '1000'].flatMap((b) => ['default', '2000'].map((c) => ({ [rooms]: a, [groups]: b, [members]: c }))),
  );
  test.each(combinations)('every combination of items is one: %o', (input) => {
    const app = daily('legacy.pro', { [rooms]: true, [groups]: 1000 });
    const ctx = operationContext({ app, history: historyOf(app) });
    const itemValues = { [rooms]: true, [groups]: 1000, [members]: 2000 } as const;
    const items = Object.keys(itemValues) as (keyof typeof itemValues)[];
    const addOns = Object.fromEntries(items.flatMap((it) => (input[it] === 'default' ? [] : [[it, itemValues[it]]])));
    const changed = items.filter((it) => addOns[it] !== app.addOns[it]);
    if (changed.length === 0) expect(refusalOf(configure, ctx, input).key).toBe('operation.noChange');
    else
      expect(updateOf(planOf(configure, ctx, input))).toEqual({
        after: { ...app, addOns },
        usesAllowance: changed,
      });
  });

  test('has a line for the state, the plan and every item of both plans', () => {
    const app = monthly('legacy.pro', { [rooms]: true, [groups]: 1000, [filter]: true });
    const plan = planOf(configure, operationContext({ app }), { plan: 'legacy.flagship', [members]: '6000' });
    expect(english(plan.lines)).toEqual([
      '*State*: active',
      '*Plan*: Pro Edition-Postpaid → *Flagship Edition-Postpaid*',
      '*Audio-video chat rooms*: unlimited',
      '*Groups per user*: 1,000 → *1,000 (included)*',
      '*Members per group*: 200 (included) → *6,000*',
      '*Message storage*: 7 days (included) → *30 days (included)*',
      '*Content filtering*: on',
    ]);
    expect(plan.done && translated(plan.done).en).toBe(
      'The configuration of shop (1400000001) has been changed. It is on *Flagship Edition-Postpaid*.',
    );
  });

  test('back to trial on legacy-monthly warns of everything that is lost', () => {
    const app = monthly('legacy.flagship', { [groups]: 3000, [filter]: true });
    const plan = planOf(configure, operationContext({ app }), { plan: 'legacy.trial' });
    expect(english(plan.warnings.slice(0, 2))).toEqual([
      'Groups per user (3,000) is not offered by Trial Edition and falls away.',
      'Content filtering (on) is not offered by Trial Edition and falls away.',
    ]);
    expect(plan.warnings.map(({ key }) => key).slice(2)).toEqual([
      'operation.lowerLimits',
      'operation.lowerLimit',
      'operation.lostFeatures',
      'operation.usesAllowance',
    ]);
    expect(hole(plan.warnings[2], 'limits')).toEqual([
      'Registered users unlimited → 100',
      'Contacts per user 3,000 → 20',
      'Groups per user 3,000 → 50',
      'Members per group 2,000 → 20',
      'Groups other than audio-video unlimited → 100',
      'Audio-video chat rooms unlimited → 10',
      'Net increase of groups per day 10,000 → 100',
      'Daily active users 10,000 → 100',
    ]);
    expect(english(plan.warnings.slice(3, 4))).toEqual(['Message storage 30 days → 7 days']);
    expect(hole(plan.warnings[4], 'features')).toHaveLength(13);
  });

  test('items that the higher plan includes are shown as included, not as lost', () => {
    const app = daily('legacy.pro', { [rooms]: true, [groups]: 1000, [members]: 2000 });
    const plan = planOf(configure, operationContext({ app }), { plan: 'legacy.flagship' });
    expect(english(plan.warnings.slice(0, -1))).toEqual(
      ['Audio-video chat rooms (unlimited)', 'Groups per user (1,000)', 'Members per group (2,000)'].map(
        (item) => `${item} is included in Flagship Edition-Postpaid and no longer charged as an item.`,
      ),
    );
    expect(updateOf(plan).after.addOns).toEqual({});
  });

  test('from premium to standard warns of lower limits and lost features', () => {
    const plan = planOf(configure, operationContext({ app: current('current.premium') }), { plan: 'current.standard' });
    expect(plan.warnings.map(({ key }) => key)).toEqual([
      'operation.lowerLimits',
      'operation.lowerLimit',
      'operation.lostFeatures',
      'operation.usesAllowance',
    ]);
    expect(hole(plan.warnings[0], 'limits')).toEqual([
      'Groups per user 1,000 → 500',
      'Members per group 2,000 → 200',
      'Audio-video chat rooms unlimited → 50',
    ]);
    expect(english(plan.warnings.slice(1, 2))).toEqual(['Message storage 30 days → 7 days']);
    expect(hole(plan.warnings[2], 'plan')).toBe('Standard Edition-Postpaid');
  });

  test('lowering an item warns of its limit, raising it does not', () => {
    const lowered = planOf(configure, operationContext({ app: daily('legacy.pro', { [rooms]: true }) }), {
      [rooms]: 'default',
    });
    expect(hole(lowered.warnings[0], 'limits')).toEqual(['Audio-video chat rooms unlimited → 50']);
    const raised = planOf(configure, operationContext({ app: daily('legacy.pro') }), { [rooms]: 'on' });
    expect(raised.warnings.map(({ key }) => key)).toEqual(['operation.usesAllowance']);
  });

  test('follows the data of a fourth rule set', () => {
    const app = appWith({ ruleSet: 'fourth', plan: 'fourth.tree', addOns: { moreBots: 15, support: true } });
    const ctx = operationContext({
      app,
      rules: rulesWith(extraCatalogue),
      history: historyOf(app, usedAllowance('moreBots')),
    });
    const plan = planOf(configure, ctx, { plan: 'fourth.wood', moreBots: 'default' });
    expect(updateOf(plan)).toEqual({ after: { ...app, plan: 'fourth.wood', addOns: {} }, usesAllowance: ['plan'] });
    expect(english(plan.warnings.slice(0, -1))).toEqual([
      'More bots (15) is included in Wood and no longer charged as an item.',
      'Support (on) is not offered by Wood and falls away.',
    ]);
    expect(refusalOf(configure, ctx, { moreBots: '10' })).toMatchObject({
      key: 'refusal.changeUsedBack',
      field: 'moreBots',
    });
    expect(updateOf(planOf(configure, ctx, { moreBots: '15', support: 'default' })).usesAllowance).toEqual(['support']);
  });
});

describe("this month's change allowance", () => {
  const app = daily('legacy.pro', { [groups]: 1000 });

  test('of the plan is used: refused with the instant of the next change', () => {
    const ctx = operationContext({ app: current('current.standard'), history: historyOf(app, usedAllowance('plan')) });
    const refusal = refusalOf(configure, ctx, { plan: 'current.premium' });
    expect(refusal).toMatchObject({ key: 'refusal.changeUsed', field: 'plan' });
    expect(refusal.values).toMatchObject({ usedAt: changedAt, again: nextMonth });
    expect(translated({ key: refusal.key, values: refusal.values })).toEqual({
      en: 'Plan was changed on Nov 5, 2026, 12:00 GMT+8, and that change is used. The next one is possible from Dec 1, 2026, 00:00 GMT+8.',
      ko: '플랜 항목은 2026년 11월 5일 12:00 GMT+8에 변경되어 변경 횟수를 모두 사용했습니다. 다음 변경은 2026년 12월 1일 00:00 GMT+8부터 가능합니다.',
      zh: '套餐包已于 2026年11月5日 12:00 GMT+8 修改过，修改机会已用完。下次可修改时间：2026年12月1日 00:00 GMT+8 起。',
    });
  });

  test('is available again at the first instant of the next month, not a millisecond earlier', () => {
    const history = historyOf(app, usedAllowance('plan', groups));
    for (const input of [{ plan: 'legacy.flagship' }, { [groups]: 'default' }]) {
      const then = (instant: string) => operationContext({ app, history, at: instant });
      expect(refusalOf(configure, then(justBefore(nextMonth)), input).key).toBe('refusal.changeUsed');
      expect(planOf(configure, then(nextMonth), input).updates).toHaveLength(1);
    }
  });

  test.each<[string, string[], FormValues, string | null]>([
    ['of an item does not use that of the plan', [groups], { plan: 'legacy.flagship' }, null],
    ['of an item does not use that of another', [groups], { [members]: '2000' }, null],
    ['of the plan does not use that of an item', ['plan'], { [groups]: 'default' }, null],
    ['of an item, asked again', [groups], { [groups]: 'default' }, groups],
    ['of an item, asked again with the plan', [groups], { plan: 'legacy.flagship', [groups]: '3000' }, groups],
    [
      'of one item, asked again with others',
      [groups],
      { [rooms]: 'on', [groups]: 'default', [members]: '2000' },
      groups,
    ],
    ['of the plan, asked again with an item', ['plan'], { plan: 'legacy.flagship', [groups]: '3000' }, 'plan'],
    ['of all', ['plan', rooms, groups, members], { plan: 'legacy.flagship' }, 'plan'],
  ])('%s', (_, before, input, field) => {
    const ctx = operationContext({ app, history: historyOf(app, usedAllowance(...before)) });
    if (field === null) expect(planOf(configure, ctx, input).updates).toHaveLength(1);
    else expect(refusalOf(configure, ctx, input)).toMatchObject({ key: 'refusal.changeUsed', field });
  });

  test('is not used by an upgrade or by items dropped with a change of plan', () => {
    const upgraded = configurationFrom(changedAt, { operation: 'upgrade', addOns: { [groups]: 1000 } });
    const ctx = operationContext({ app, history: historyOf(daily('legacy.trial'), upgraded) });
    expect(updateOf(planOf(configure, ctx, { plan: 'legacy.flagship' })).usesAllowance).toEqual(['plan']);
    const moved = historyOf(app, configurationFrom(changedAt, { plan: 'legacy.flagship', usedAllowances: ['plan'] }));
    const after = operationContext({ app: daily('legacy.flagship'), history: moved });
    expect(updateOf(planOf(configure, after, { [groups]: '3000' })).usesAllowance).toEqual([groups]);
  });
});

describe('scenario 1: rooms on and off again in the month of the upgrade', () => {
  const months = (ruleSet: 'legacy-monthly' | 'legacy-daily') => {
    const pro = appWith({ ruleSet, createdAt: '2019-01-05T02:00:00.000Z' });
    const on = { ...pro, addOns: { [rooms]: true } } as const;
    const history = [
      configurationFrom(pro.createdAt, { operation: 'register', ruleSet, plan: 'legacy.trial' }),
      configurationFrom('2019-02-10T02:00:00.000Z', { operation: 'upgrade', ruleSet }),
      configurationFrom('2019-02-15T02:00:00.000Z', { ruleSet, addOns: on.addOns, usedAllowances: [rooms] }),
    ];
    return {
      pro,
      on,
      history,
      back: configurationFrom('2019-02-25T02:00:00.000Z', { ruleSet, usedAllowances: [rooms] }),
    };
  };
  const off = { [rooms]: 'default' };
  const march = '2019-02-28T16:00:00.000Z';

  test('reverting is allowed on legacy-monthly, and is the last change before March', () => {
    const { pro, on, history, back } = months('legacy-monthly');
    const first = operationContext({ app: pro, history: history.slice(0, 2), at: '2019-02-15T02:00:00.000Z' });
    expect(updateOf(planOf(configure, first, { [rooms]: 'on' }))).toEqual({ after: on, usesAllowance: [rooms] });

    const second = operationContext({ app: on, history, at: back.effectiveFrom });
    expect(updateOf(planOf(configure, second, off))).toEqual({ after: pro, usesAllowance: [rooms] });

    const third = (at: string) => operationContext({ app: pro, history: [...history, back], at });
    const refusal = refusalOf(configure, third(justBefore(march)), { [rooms]: 'on' });
    expect(refusal).toMatchObject({ key: 'refusal.changeUsed', field: rooms });
    expect(refusal.values).toMatchObject({ usedAt: back.effectiveFrom, again: march });
    expect(shanghai.dayOf(march)).toBe('2019-03-01');
    expect(updateOf(planOf(configure, third(march), { [rooms]: 'on' })).usesAllowance).toEqual([rooms]);
  });

  test('reverting is allowed together with another change', () => {
    const { on, history, back } = months('legacy-monthly');
    const ctx = operationContext({ app: on, history, at: back.effectiveFrom });
    expect(updateOf(planOf(configure, ctx, { ...off, [groups]: '1000' })).usesAllowance).toEqual([rooms, groups]);
  });

  test('reverting the plan is not allowed', () => {
    const { pro, history, back } = months('legacy-monthly');
    const changed = { ...back, plan: 'legacy.flagship', usedAllowances: ['plan'] };
    const ctx = operationContext({
      app: { ...pro, plan: 'legacy.flagship' },
      history: [...history, changed],
      at: '2019-02-26T02:00:00.000Z',
    });
    for (const plan of ['legacy.pro', 'legacy.trial']) {
      expect(refusalOf(configure, ctx, { plan })).toMatchObject({ key: 'refusal.changeUsed', field: 'plan' });
    }
  });

  test('reverting is refused on legacy-daily', () => {
    const { on, history, back } = months('legacy-daily');
    const refusal = refusalOf(configure, operationContext({ app: on, history, at: back.effectiveFrom }), off);
    expect(refusal).toMatchObject({ key: 'refusal.changeUsed', field: rooms });
    expect(refusal.values).toMatchObject({ usedAt: '2019-02-15T02:00:00.000Z', again: march });
  });
});

describe('configure is refused', () => {
  const dev = developerApp('2026-11-01T04:00:00.000Z');
  const trial = daily('legacy.trial');
  test.each<[string, App, FormValues, string, string | undefined, string[] | undefined]>([
    ['on developer', dev, {}, 'refusal.freePlan', undefined, ['upgrade', 'show']],
    ['on trial', trial, {}, 'refusal.freePlan', undefined, ['upgrade', 'show']],
    ['on trial by month', monthly('legacy.trial'), {}, 'refusal.freePlan', undefined, ['upgrade', 'show']],
    ['suspended', { ...dev, state: 'suspended' }, {}, 'refusal.suspended', undefined, ['extend', 'upgrade']],
    [
      'disabled',
      { ...trial, state: 'disabled', disabledAt: at },
      {},
      'refusal.disabled',
      undefined,
      ['restore', 'show'],
    ],
    ['purged', { ...trial, state: 'purged', disabledAt: at }, {}, 'refusal.purged', undefined, ['history']],
    ['without a change', daily('legacy.pro', { [rooms]: true }), {}, 'operation.noChange', 'plan', undefined],
    [
      'with the present values',
      daily('legacy.pro', { [groups]: 1000 }),
      { plan: 'legacy.pro', [groups]: '1000' },
      'operation.noChange',
      'plan',
      undefined,
    ],
    ['a plan of other rules', daily('legacy.pro'), { plan: 'current.premium' }, 'field.notOffered', 'plan', undefined],
    ['a plan that is not there', daily('legacy.pro'), { plan: 'constructor' }, 'field.notOffered', 'plan', undefined],
    ['a value of another plan', daily('legacy.pro'), { [groups]: '3000' }, 'field.notOffered', groups, undefined],
    [
      'a value of the plan it leaves',
      daily('legacy.pro'),
      { plan: 'legacy.flagship', [groups]: '1000' },
      'field.notOffered',
      groups,
      undefined,
    ],
    ['a value in between', daily('legacy.pro'), { [members]: '1500' }, 'field.notOffered', members, undefined],
    ['the default as a number', daily('legacy.pro'), { [members]: '200' }, 'field.notOffered', members, undefined],
    ['no answer where there was one', daily('legacy.pro'), { [members]: '' }, 'field.missing', members, undefined],
  ])('%s', (_, app, input, key, field, nextOperations) => {
    expect(refusalOf(configure, operationContext({ app, history: historyOf(app) }), input)).toMatchObject({
      key,
      field,
      nextOperations,
    });
  });

  const ways = (['current', 'legacy-daily'] as const).flatMap((ruleSet) => {
    const [freePlan, ...paid] = plansOf[ruleSet];
    return paid.map((plan) => ({ ruleSet, plan, free: freePlan }));
  });
  test.each(ways)('$plan cannot go back to $free: the refusal names the rule', ({ ruleSet, plan, free }) => {
    expect(refusalOf(configure, operationContext({ app: appWith({ ruleSet, plan }) }), { plan: free }).key).toBe(
      'refusal.noWayBack',
    );
  });
});

test('changing to a free plan with a validity starts the validity', () => {
  const app = appWith({ ruleSet: 'fourth', plan: 'fourth.tree' });
  const plan = planOf(configure, operationContext({ app, rules: rulesWith(extraCatalogue) }), { plan: 'fourth.seed' });
  expect(updateOf(plan).after.validity).toEqual({ anchor: at, months: 2, until: '2027-01-21T04:00:00.000Z' });
});

test('limits lowered below the current usage are warned of with both numbers', () => {
  const app = appWith({ plan: 'legacy.flagship' });
  const reading = (metric: string, value: number) => ({ metric, day: '2026-11-21', at, value, subject: '' });
  const readings = [
    reading('avChatRooms', 51),
    reading('groupsPerUser', 501),
    reading('membersPerGroup', 200),
    reading('contactsPerUser', 9_000),
  ];
  const { warnings } = planOf(configure, operationContext({ app, readings }), { plan: 'legacy.pro' });
  expect(english(warnings.filter(({ key }) => key === 'operation.exceeded'))).toEqual([
    'Audio-video chat rooms: 51 now, above the new limit of 50.',
    'Groups per user: 501 now, above the new limit of 500.',
  ]);
});
