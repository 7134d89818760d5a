import { objectIn, objectsIn } from '@imapp/slack-emulator';
import { describe, expect, test } from 'vitest';
import { foldStoredNames } from '../../src/database/fold-stored-names.js';
import { type BotInWorkspace, settings, startBotInWorkspace } from '../support/bot.js';
import { measure } from '../support/readings.js';

/** Registers a developer app as Ann, closes the modal, and records readings. */
async function registerWithUsage({ ann, database, clock }: BotInWorkspace): Promise<void> {
  // Within an hour of the readings, so that the sweep evaluates them even if their job does not.
  clock.moveTo('2026-11-21T01:30:00.000Z');
  await ann.types('/imapp register 1400000001');
  await ann.modal('Register');
  await ann.submits({ Name: 'shop', Account: 'acme', 'Data center': 'Singapore' });
  await ann.sees('Nothing has been done yet', 'modal');
  await ann.submits();
  await ann.sees('is registered', 'modal');
  await ann.closes();
  const of = { sdkAppId: 1400000001 };
  await measure(database, [
    { ...of, metric: 'registeredUsers', value: 60, day: '2026-11-20' },
    { ...of, metric: 'registeredUsers', value: 85 },
    { ...of, metric: 'groupsPerUser', value: 10, subject: 'alice' },
  ]);
}

/** The files shown in a conversation. */
function filesShownIn({ workspace }: BotInWorkspace, channel: string) {
  const { messages, files } = workspace.state();
  const shown = (messages[channel] ?? []).flatMap((message) => message.files ?? []);
  return shown.flatMap((id) => files[id] ?? []);
}

describe.each(settings)('usage and Home tab, over $name', (how) => {
  test('usage lists every limit, and posts the chart of one in the conversation', async () => {
    const harness = await startBotInWorkspace(how);
    const { bob, workspace } = harness;
    await registerWithUsage(harness);
    const here = { in: '#ops-notices' };
    await bob.types('/imapp usage shop', here);
    await bob.sees('Registered users: ▰▰▰▰▰▰▰▰▱▱ 85% (85 of 100)', here.in);
    await bob.presses('Registered users', here);
    await bob.sees('Highest of the last 30 days: 85% (85 of 100)', here.in);
    const picture = await workspace.until(() => filesShownIn(harness, 'C0NOTICES')[0], 'the chart');
    expect(picture).toMatchObject({
      name: 'usage-2026-11-21.png',
      title: 'Registered users of shop (1400000001), last 30 days',
      altText: expect.stringContaining('85% (85 of 100) on Nov 21, 2026'),
    });
    await harness.ann.sees('<@U00000BOB> asked for this: Registered users of shop (1400000001), last 30 days', here.in);
    expect(Buffer.from(picture.content ?? '', 'base64').toString('latin1', 1, 4)).toBe('PNG');
  });

  test('usage finds a limit by its Korean name', async () => {
    const harness = await startBotInWorkspace(how);
    await registerWithUsage(harness);
    await harness.kim.types('/imapp usage shop 등록 사용자 수');
    await harness.kim.sees('최근 30일 최고치', '#general');
    await harness.kim.types('/imapp usage shop elephants');
    await harness.kim.sees('“elephants” 제한이 없습니다', '#general');
  });

  test('usage in a channel without the bot sends the chart to the user, and says so', async () => {
    const harness = await startBotInWorkspace(how);
    const { bob } = harness;
    await registerWithUsage(harness);
    await bob.types('/imapp usage shop registeredUsers', { in: '#general' });
    await bob.sees('Registered users: ▰', '#general');
    await bob.sees('The file is in your direct conversation with me', '#general');
    await bob.sees('Registered users of shop (1400000001), last 30 days', '@imapp');
    expect(filesShownIn(harness, 'C0GENERAL')).toEqual([]);
    await bob.opensHome();
    await bob.presses('Usage', { in: 'home' });
    await bob.presses('Registered users', { in: 'modal' });
    await bob.sees('The file is in your direct conversation with me', 'modal');
  });

  test('usage says that the chart could not be uploaded, and keeps the numbers', async () => {
    const harness = await startBotInWorkspace(how);
    await registerWithUsage(harness);
    await harness.workspace.control.fault({ on: 'upload', status: 500 });
    await harness.bob.types('/imapp usage shop registeredUsers');
    await harness.bob.sees('The file could not be uploaded', '#general');
    await harness.bob.sees('Registered users: ▰', '#general');
  });

  test('a limit notice opens the prefilled form with the field focused; a snooze shows in the history', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, bot, database, clock } = harness;
    clock.moveTo('2026-11-21T01:30:00.000Z');
    await database.prisma.app.create({
      data: {
        ...{ sdkAppId: 1400000001, name: 'shop', account: 'acme', dataCenter: 'tokyo', version: 1, state: 'active' },
        ...{ ruleSet: 'legacy-daily', plan: 'legacy.pro', addOns: {}, createdAt: new Date('2021-05-01') },
        configurations: {
          create: {
            ...{
              version: 1,
              effectiveFrom: new Date('2021-05-01'),
              operation: 'register',
              state: 'active',
              usedAllowances: [],
            },
            ...{ ruleSet: 'legacy-daily', plan: 'legacy.pro', addOns: {} },
          },
        },
      },
    });
    await measure(database, [{ sdkAppId: 1400000001, metric: 'groupsPerUser', value: 500, subject: 'alice' }]);
    await bot.runScheduledWork();
    await bot.runScheduledWork();
    const here = { in: '#ops-notices' };
    await ann.sees('is at a limit', here.in);
    await ann.presses('Change configuration', here);
    const { json } = await ann.modal('Change configuration');
    const elements = objectsIn(json, 'blocks').flatMap((block) => [objectIn(block, 'element') ?? {}]);
    expect(elements.filter((element) => element['focus_on_load'])).toMatchObject([{ action_id: 'maxGroupsPerUser' }]);
    await ann.submits();
    await ann.sees('*Groups per user*: 500 (included) → *1,000*', 'modal');
    await ann.closes();
    await ann.presses('Snooze 7 days', here);
    await ann.sees('Silent about this until', here.in);
    await ann.types('/imapp history shop', here);
    await ann.sees('snoozed notices until', here.in);
    await ann.sees('usage near a limit, Groups per user', here.in);
  });

  test('Home tab: attention items by role, with their buttons', async () => {
    const harness = await startBotInWorkspace(how);
    const { ann, lin, bob, kim } = harness;
    await registerWithUsage(harness);
    await harness.bot.runScheduledWork();
    await ann.sees('at 85 % of a limit', '#ops-notices');
    await ann.opensHome();
    await ann.sees('Limits almost or fully used', 'home');
    await ann.sees('85% · Registered users (85 of 100)', 'home');
    await bob.opensHome();
    await bob.sees('shop (1400000001)', 'home');
    expect(bob.canSee('Limits almost', 'home')).toBe(false);
    await ann.presses('Upgrade', { in: 'home', near: 'Limits' });
    await ann.modal('Upgrade plan');
    await ann.submits({ Plan: 'current.standard' });
    await ann.sees('Nothing has been done yet', 'modal');
    await ann.submits();
    await ann.sees('is now on', 'modal');
    await ann.closes();
    await ann.sees('Nothing needs you right now', 'home');
    await ann.presses('Refresh', { in: 'home' });

    await kim.types('/imapp disable shop');
    await kim.modal('비활성화');
    await kim.submits({ typedName: 'shop', reason: '폐업' });
    await kim.modal('승인 대기 중');
    await kim.closes();
    await lin.opensHome();
    await lin.sees('等待您审批', 'home');
    await lin.presses('查看申请', { in: 'home' });
    await lin.modal('查看申请');
    for (const fact of ['申请审批', '*原因*: 폐업', '*状态*: 正常 → *已停用*', '撤销', '申请有效期至'])
      await lin.sees(fact, 'modal');
    await lin.submits();
    await lin.closes();
    await lin.sees('目前没有需要您处理的事项', 'home');
    await kim.sees('비활성화되었습니다', '@imapp');
    await kim.opensHome();
    await kim.presses('복구', { in: 'home' });
    await kim.modal('복구');
  });

  test('Home tab: search, filters and pages', async () => {
    const harness = await startBotInWorkspace(how);
    const { bob, database } = harness;
    await database.prisma.app.createMany({
      data: Array.from({ length: 45 }, (_, i) => ({
        ...{ sdkAppId: 100 + i, name: `app-${100 + i}`, account: 'acme', dataCenter: 'singapore', version: 1 },
        ...{ ruleSet: 'current', plan: i === 44 ? 'current.premium' : 'current.standard', addOns: {} },
        ...{ state: 'active' as const, createdAt: new Date('2026-01-01') },
      })),
    });
    await foldStoredNames(database.prisma);
    await bob.opensHome();
    await bob.sees('1–20 of 45', 'home');
    await bob.presses('Next', { in: 'home' });
    await bob.sees('21–40 of 45', 'home');
    await bob.sees('app-120', 'home');
    await bob.presses('Next', { in: 'home' });
    await bob.sees('41–45 of 45', 'home');
    await bob.presses('Previous', { in: 'home' });
    await bob.sees('21–40 of 45', 'home');
    await bob.opensHome();
    await bob.sees('21–40 of 45', 'home');
    await bob.chooses('home/plan', 'current.premium', { in: 'home' });
    await bob.sees('1 app', 'home');
    await bob.sees('app-144', 'home');
    await bob.presses('Clear filters', { in: 'home' });
    await bob.sees('1–20 of 45', 'home');
    await bob.chooses('Search apps', 'app-11', { in: 'home' });
    await bob.sees('10 apps', 'home');
    await bob.chooses('home/state', 'disabled', { in: 'home' });
    await bob.sees('No app matches', 'home');
    await bob.presses('Clear filters', { in: 'home' });
    await bob.sees('1–20 of 45', 'home');
    expect(JSON.stringify(harness.workspace.screenFor('bob').home?.json['state'])).not.toContain('disabled');
    await bob.presses('Show', { in: 'home', near: '1–20' });
    await bob.sees('*Account*: acme', 'modal');
  });
});
