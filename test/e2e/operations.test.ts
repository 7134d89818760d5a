import { describe, expect, test } from 'vitest';
import { type BotInWorkspace, settings, startBotInWorkspace } from '../support/bot.js';

/** Registers an app as Ann, and closes the modal. */
async function register({ ann }: BotInWorkspace, id: string, values: Record<string, string>): Promise<void> {
  await ann.types(`/imapp register ${id}`);
  await ann.modal('Register');
  await ann.submits({ Account: 'acme', 'Data center': 'Singapore', ...values });
  await ann.sees('Nothing has been done yet', 'modal');
  await ann.submits();
  await ann.sees('is registered', 'modal');
  await ann.closes();
}

describe.each(settings)('operations, over $name', (how) => {
  test('register: an app of each rule set, found by list and show', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, bob } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await register(harness, '1400000002', { Name: 'daily', 'Data center': 'China' });
    await register(harness, '1400000003', {
      Name: 'monthly',
      'Data center': 'Tokyo',
      'Billing rules': 'legacy-monthly',
    });
    await bob.types('/imapp list');
    await bob.sees('3 apps', '#general');
    await bob.sees('monthly (1400000003) · Trial Edition · active', '#general');
    await ann.types('/imapp show shop');
    await ann.sees('*Billing rules*: New rules', '#general');
    await ann.types('/imapp show 1400000002');
    await ann.sees('*Billing rules*: Legacy rules, by day', '#general');
  });

  test('register: a second app with the same id is refused under its field', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await ann.types('/imapp register');
    await ann.modal('Register');
    await ann.submits({ SDKAppID: '１４００００００01', Name: 'other', Account: 'acme', 'Data center': 'Seoul' });
    expect(ann.errors()).toEqual({ SDKAppID: 'SDKAppID 1400000001 belongs to shop (1400000001) already.' });
  });

  test('upgrade with value-added items; configure: a second change in the month is refused with the date', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, kim } = harness;
    await register(harness, '1400000002', { Name: 'daily', 'Data center': 'China' });
    await kim.types('/imapp upgrade daily');
    await kim.modal('플랜 업그레이드');
    await kim.chooses('플랜', 'legacy.flagship');
    await kim.sees('1,000(기본 제공)', 'modal');
    await kim.chooses('플랜', 'legacy.pro');
    await kim.sees('500(기본 제공)', 'modal');
    await kim.submits({ '사용자당 최대 그룹 수 확장': '1000' });
    await kim.sees('*사용자당 최대 그룹 수 확장*: 50(기본 제공) → *1,000*', 'modal');
    await kim.submits();
    await kim.sees('프로 버전-후불', 'modal');
    await kim.closes();

    const configures = async (item: string) => {
      await ann.types('/imapp config daily');
      await ann.modal('Change configuration');
      await ann.submits({ 'Members per group': item });
    };
    await configures('2000');
    await ann.sees(
      'This uses up the change of: Members per group. The next one is possible from Nov 30, 2026, 11:00 EST',
      'modal',
    );
    await ann.submits();
    await ann.sees('has been changed', 'modal');
    await ann.closes();
    await configures('default');
    expect(Object.values(ann.errors())[0]).toMatch(/that change is used.*possible from Nov 30, 2026, 11:00 EST/);
  });

  test('extend: too early, in time, and after the suspension', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, clock } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await ann.types('/imapp extend shop');
    await ann.sees('It can be extended from Dec 13, 2026, 22:00 EST', 'modal');
    await ann.closes();
    clock.moveTo('2026-12-20T03:00:00.000Z');
    await ann.types('/imapp-extend shop');
    await ann.sees('*Valid until*: Dec 20, 2026, 22:00 EST → *Jan 20, 2027, 22:00 EST*', 'modal');
    await ann.submits();
    await ann.sees('is valid until Jan 20, 2027', 'modal');
    await ann.closes();
    clock.moveTo('2027-03-05T00:00:00.000Z');
    await ann.types('/imapp show shop');
    await ann.sees('*State*: suspended', '#general');
    await ann.types('/imapp extend 1400000001');
    await ann.sees('*State*: suspended → *active*', 'modal');
    await ann.submits();
    await ann.sees('is valid until Apr 4, 2027', 'modal');
  });

  test('disable needs the exact name and an approver who is not the author; restore undoes it', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, kim, lin, clock } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await kim.types('/imapp disable shop');
    await kim.sees('모든 서비스가 즉시 중지됩니다', 'modal');
    await kim.submits({ typedName: 'Shop', reason: '폐업' });
    expect(Object.values(kim.errors())[0]).toMatch('대소문자까지 정확히 입력하십시오: shop');
    await kim.submits({ typedName: 'shop', reason: '폐업' });
    await kim.modal('승인 대기 중');
    await kim.closes();

    await lin.sees('폐업', '#ops-approvals');
    await ann.presses('Approve', { in: '#ops-approvals' });
    await ann.sees('it is for approvers', '#ops-approvals');
    await lin.presses('Approve', { in: '#ops-approvals' });
    await lin.sees(/approved by <@U00000LIN>/, '#ops-approvals');
    await kim.sees('비활성화되었습니다', '@imapp');

    clock.moveTo('2027-02-18T03:00:00.000Z');
    await ann.types('/imapp restore shop');
    await ann.sees('so it comes back suspended', 'modal');
    await ann.submits();
    await ann.sees('is restored. State: *suspended*', 'modal');
    await ann.types('/imapp history shop');
    await ann.sees('<@U00000LIN> approved: *Disable*', '#general');
    await ann.sees('<@U00000KIM> asked for approval: *Disable*', '#general');
  });

  test('an irreversible disable: the approver types the name, too, and the app is purged', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, eve } = harness;
    await register(harness, '1400000003', {
      Name: 'monthly',
      'Data center': 'Tokyo',
      'Billing rules': 'legacy-monthly',
    });
    await ann.types('/imapp disable monthly');
    await ann.sees('lost at once and for ever', 'modal');
    await ann.submits({ typedName: 'monthly', reason: 'contract ended' });
    await ann.modal('Waiting for approval');
    await eve.sees('contract ended', '#ops-approvals');
    await eve.presses('Approve', { in: '#ops-approvals' });
    await eve.modal('Review');
    await eve.submits({ typedName: 'monthli' });
    expect(Object.values(eve.errors())[0]).toMatch('Type it exactly');
    await eve.submits({ typedName: 'monthly' });
    await eve.sees('gone for ever', 'modal');
    await ann.types('/imapp restore monthly');
    await ann.sees('cannot be restored', 'modal');
  });

  test('two concurrent approvals: one is applied, the other approver is told who decided', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, lin, eve, database } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await ann.types('/imapp disable shop');
    await ann.modal('Disable');
    await ann.submits({ typedName: 'shop', reason: 'end of life' });
    await lin.sees('end of life', '#ops-approvals');
    await Promise.all([
      lin.presses('Approve', { in: '#ops-approvals' }),
      eve.presses('Approve', { in: '#ops-approvals' }),
    ]);
    await harness.workspace.until(
      () =>
        eve.canSee(/approved by <@U00000LIN>/, '#ops-approvals') ||
        lin.canSee('批准并执行', '#ops-approvals') ||
        undefined,
      'the loser to be told',
    );
    expect(await database.prisma.auditEvent.count({ where: { action: 'disable.approved' } })).toBe(1);
  });

  test('a request without an approvals channel goes to each approver, and all see the outcome', async () => {
    const harness = await startBotInWorkspace(how, { APPROVALS_CHANNEL: '' });
    const { ann, lin, eve } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await ann.types('/imapp disable shop');
    await ann.modal('Disable');
    await ann.submits({ typedName: 'shop', reason: 'end of life' });
    await lin.sees('end of life', '@imapp');
    await eve.sees('end of life', '@imapp');
    await eve.presses('Approve', { in: '@imapp' });
    await lin.sees(/<@U00000EVE> 已于 .* 批准并执行/, '@imapp');
    await eve.sees(/approved by <@U00000EVE>/, '@imapp');
  });

  test('decline needs a reason, which the author reads', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, eve } = harness;
    await register(harness, '1400000001', { Name: 'shop' });
    await ann.types('/imapp disable shop');
    await ann.modal('Disable');
    await ann.submits({ typedName: 'shop', reason: 'tidy up' });
    await eve.sees('tidy up', '#ops-approvals');
    await eve.presses('Decline', { in: '#ops-approvals' });
    await eve.modal('Decline');
    await eve.submits({ why: 'still in use' });
    await eve.sees('still in use', 'modal');
    await ann.sees('still in use', '@imapp');
    await ann.sees(/declined by <@U00000EVE>/, '#ops-approvals');
  });

  test('misspelt, unknown and forbidden commands get an answer with suggestions', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, bob } = harness;
    await register(harness, '1400000001', { Name: 'shop-kr' });
    await ann.types('/imapp upgrad 1400000001');
    await ann.sees('There is no operation “upgrad”. Did you mean one of these?', '#general');
    await ann.presses('Upgrade', { in: '#general' });
    await ann.modal('Upgrade plan');
    await ann.closes();
    await ann.types('/imapp explode');
    await ann.sees('`/imapp help` lists what there is', '#general');
    await ann.types('/imapp show shop-kt');
    await ann.sees('There is no app “shop-kt”. Did you mean one of these?', '#general');
    await ann.presses('shop-kr (1400000001)', { in: '#general' });
    await ann.sees('*Plan*: Developer Edition', '#general');
    await bob.types('/imapp upgrade shop-kr');
    await bob.sees('You may not do this: it is for operators', 'modal');
  });

  test('a command without an app opens a form with a search for it', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann } = harness;
    await register(harness, '1400000001', { Name: 'shop-kr' });
    await ann.types('/imapp-upgrade');
    await ann.modal('Upgrade plan');
    expect(await ann.searches('App', 'SHOP')).toEqual(['shop-kr (1400000001)']);
    await ann.submits({ App: 'shop' });
    await ann.sees('Plan', 'modal');
    await ann.closes();
    await ann.uses('manage_app');
    await ann.modal('Manage');
    await ann.submits({ 'What to do': 'upgrade', App: '14000' });
    await ann.modal('Upgrade plan');
  });

  test('plans lists every rule set, and shows one in full', async () => {
    const { bob } = await startBotInWorkspace(how);
    await bob.types('/imapp plans');
    await bob.sees(/Legacy rules, by month.*legacy-monthly/, '#general');
    await bob.types('/imapp plans current');
    await bob.sees('Premium Edition-Postpaid', '#general');
    await bob.sees('Valid for 1 month at a time', '#general');
  });

  test('help lists what each user may do, in their language', async () => {
    const { bob, kim } = await startBotInWorkspace(how);
    await bob.types('/imapp');
    await bob.sees(/You may not: upgrade.*That is for operators/, '#general');
    await kim.types('/imapp help');
    await kim.sees('사용할 수 있는 명령입니다', '#general');
    // What is for admins.
    expect(kim.canSee('사용할 수 없는 명령', '#general')).toBe(true);
  });

  test('help on an operation explains it and opens it; a misspelt one suggests the nearest', async () => {
    const { ann, lin } = await startBotInWorkspace(how);
    await ann.types('/imapp help disabel');
    await ann.sees('There is no operation “disabel”', '#general');
    await ann.presses('Disable', { in: '#general' });
    await ann.sees('an approver other than you has to agree', '#general');
    await ann.presses('Disable', { in: '#general' });
    await ann.modal('Disable app');
    await lin.types('/imapp help config');
    await lin.sees('*修改功能配置*', '#general');
    await lin.sees('您没有此权限', '#general');
  });
});
