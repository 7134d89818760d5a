import { describe, expect, test } from 'vitest';
import { createAppSearch } from '../../../src/apps/app-search.js';
import { createAppLists } from '../../../src/apps/list-apps.js';
import { createOverview } from '../../../src/apps/overview.js';
import { shownPlanOf } from '../../../src/changes/plan-fingerprint.js';
import { foldStoredNames } from '../../../src/database/fold-stored-names.js';
import { databases } from '../../support/databases.js';
import { startFakeSlack } from '../../support/fake-slack.js';
import { changeOf, createTestService, kim, newApp } from '../../support/service.js';
import { slashCommand } from '../../support/slack-request.js';
import { createHarness } from '../slack/harness.js';

const begin = '2026-11-21T03:00:00.000Z';
const idOf = (number: number) => 1_400_000_000 + number;

/** Names as they are stored, and ways to type them. */
const spellings: readonly (readonly [string, readonly string[]])[] = [
  ['ＶＩＰ商店', ['ＶＩＰ商店', 'VIP商店']],
  ['점포　본점', ['점포　본점', '점포 본점', '점포 본점'.normalize('NFD')]],
  ['🚀 shop', [':rocket: shop', '🚀 shop', '🚀\ufe0f\u00a0shop']],
  ['prod__eu', ['prod__eu', 'prodˍˍeu', 'prod＿＿eu']],
  ['prod--kr', ['prod--kr', 'prod—kr', 'prod‑‑kr']],
  ['Kim’s shop', ["Kim's shop", 'Kim’s shop', 'Kim‘s  shop']],
  ['im:cn:prod', ['im:cn:prod', 'im:\u2060cn:prod']],
  ['the “A” team', ['the "A" team', 'the “A” team']],
  ['「店」本店', ['「店」本店', '"店"本店']],
];
const typed = spellings.flatMap(([, texts], i) => texts.map((text) => [text, idOf(i + 1)] as const));

describe.each(databases)('an app on the $name database', ({ fresh }) => {
  async function setup(names: readonly string[] = spellings.map(([name]) => name)) {
    const database = await fresh();
    const service = createTestService(database, begin);
    for (const [i, name] of names.entries()) await service.register({ ...newApp, sdkAppId: String(idOf(i + 1)), name });
    return { ...service, database, prisma: database.prisma, search: createAppSearch(database.prisma) };
  }

  test('is found by every spelling of its name: by name, in menus, lists, the Home tab and the API', async () => {
    const { ctx, search } = await setup();
    const [lists, overview] = [createAppLists(ctx), createOverview(ctx)];
    for (const [text, sdkAppId] of typed) {
      expect(await search.findApp(text), text).toMatchObject({ app: { sdkAppId } });
      const found = [
        await search.suggestApps(text, 5),
        await lists.page({ search: text }, 0, 5),
        (await overview(kim, { search: text, page: 1 })).items.map(({ app }) => app),
      ];
      expect(
        found.map((apps) => apps.map((app) => app.sdkAppId)),
        text,
      ).toEqual(found.map(() => [sdkAppId]));
    }
  });

  test('is found by the beginning of its name in another case and width', async () => {
    const { search } = await setup();
    for (const text of ['ｖｉｐ', 'Vip商', '商店'])
      expect(await search.suggestApps(text, 5), text).toMatchObject([{ sdkAppId: idOf(1) }]);
    expect(await search.findApp('vip商店')).toMatchObject({ near: [{ sdkAppId: idOf(1) }] });
  });

  test('is disabled with every spelling of its name typed to confirm', async () => {
    const { changes } = await setup();
    for (const [typedName, sdkAppId] of typed) {
      const shown = changeOf(await changes.propose(kim, { operation: 'disable', sdkAppId, values: {} }), 'preview');
      const wrong = { ...shownPlanOf(shown), typedName: `${typedName}x`, reason: 'because' };
      expect(await changes.confirm(kim, wrong), typedName).toMatchObject({ refusal: { field: 'typedName' } });
      const asked = changeOf(await changes.confirm(kim, { ...wrong, typedName }), 'pending');
      await changes.decline(kim, { changeId: asked.id, reason: '' });
    }
  });

  test('is not chosen if another one has a name that people take for the same', async () => {
    const { search } = await setup(['VIP', 'ＶＩＰ', 'vip']);
    const both = { near: [{ sdkAppId: idOf(1) }, { sdkAppId: idOf(2) }] };
    for (const text of ['VIP', 'ＶＩＰ']) expect(await search.findApp(text)).toMatchObject(both);
    expect(await search.findApp('vip')).toMatchObject({ app: { sdkAppId: idOf(3) } });
  });

  test('whose name was changed or written without a searchable form is found after the next sweep', async () => {
    const { prisma, search } = await setup();
    await prisma.app.update({ where: { sdkAppId: idOf(1) }, data: { name: 'Ｎｅｗ' } });
    await prisma.app.update({ where: { sdkAppId: idOf(2) }, data: { foldedName: '' } });
    expect(await search.findApp('new')).toEqual({ near: [] });
    expect(await foldStoredNames(prisma)).toBe(2);
    expect(await foldStoredNames(prisma)).toBe(0);
    expect(await search.findApp('New')).toMatchObject({ app: { sdkAppId: idOf(1), name: 'Ｎｅｗ' } });
    expect(await search.findApp('점포 본점')).toMatchObject({ app: { sdkAppId: idOf(2) } });
  });

  test('is not registered under a name of invisible characters only', async () => {
    const { changes } = await setup([]);
    for (const name of ['\u3164', '\u2800\u2800', '\u115f', '\u00ad', '\ufe0f\u200d']) {
      const outcome = await changes.propose(kim, {
        operation: 'register',
        sdkAppId: null,
        values: { ...newApp, name },
      });
      expect(outcome, JSON.stringify(name)).toMatchObject({ step: 'refused', refusal: { field: 'name' } });
    }
  });

  test('is shown to whoever types its name in a command', async () => {
    const { changes, search } = await setup();
    const slack = await startFakeSlack();
    const { send } = await createHarness({ slack, changes, appSearch: search });
    for (const [text, sdkAppId] of typed) {
      await send(slashCommand(`/imapp show ${text}`, { responseUrl: slack.responseUrl }));
      expect(JSON.stringify((await slack.call('response_url')).args), text).toContain(`(${sdkAppId})`);
    }
  });
});
