import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { inBrowser } from './support/in-browser.js';
import { openScene, type Scene } from './support/page-harness.js';

inBrowser('what only a sandbox has', (browser) => {
  let scene: Scene;
  let restarted: () => void = () => undefined;

  beforeAll(async () => {
    scene = await openScene(browser, {
      onReset: (empty) => {
        scene.putBack();
        empty();
        return new Promise((resolve) => {
          restarted = resolve;
        });
      },
    });
  });
  afterAll(() => scene.close());
  afterEach(async () => expect(await scene.leave()).toEqual([]));

  const report = (tab: Page) => tab.getByRole('form', { name: 'Usage' });

  test('usage is reported: an app, a metric and a value', async () => {
    const tab = await scene.visit('ann');
    await tab.getByRole('button', { name: 'Usage' }).click();
    await report(tab).getByLabel('App').selectOption('쇼핑 메신저 (1400000002)');
    await report(tab).getByLabel('Metric').selectOption('Audio-video chat rooms');
    await report(tab).getByLabel('Value').fill('41');
    await tab.keyboard.press('Enter');
    await report(tab).getByText('Reported: Audio-video chat rooms 41 for 쇼핑 메신저').waitFor();
    expect(scene.readings.splice(0)).toEqual([{ sdkAppId: 1400000002, metric: 'avChatRooms', value: 41 }]);
  });

  test('what the bot says against a reading stands in the panel', async () => {
    const tab = await scene.visit('ann');
    await tab.getByRole('button', { name: 'Usage' }).click();
    await report(tab).getByLabel('Value').fill('1000000001');
    await report(tab).getByRole('button', { name: 'Report' }).click();
    await report(tab).getByText('The bot did not take it. It says: 400 value: at most 1000000000').waitFor();
    expect(scene.readings).toEqual([]);
    expect(await tab.locator('.toast').count()).toBe(0);
  });

  test.each([
    ['kim', '사용량', '등록 사용자 수'],
    ['lin', '用量', '注册用户数'],
  ])('metrics are named in the language of %s', async (who, button, metric) => {
    const tab = await scene.visit(who);
    await tab.getByRole('button', { name: button }).click();
    await tab.getByRole('form', { name: button }).getByRole('option', { name: metric }).waitFor({ state: 'attached' });
  });

  test('starting over says that it takes a while; what comes afterwards is of today, and unread', async () => {
    await scene.workspace.control.advance({ ms: 7 * 86_400_000 });
    await scene.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text: 'read long ago' });
    await scene.workspace.control.say({ user: 'bob', channel: 'C0NOTICES', text: 'from before' });
    const tab = await scene.visit('ann', { where: 'C0GENERAL' });
    await tab.locator('.message', { hasText: 'read long ago' }).waitFor();
    await tab.getByRole('link', { name: /#ops-notices/ }).click();
    await tab.getByText('from before').waitFor();
    await tab.getByRole('button', { name: 'Start over' }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await tab.getByText('This takes a few seconds').waitFor();
    await tab.getByText('No messages yet').waitFor();
    restarted();
    await tab.getByText('This takes a few seconds').waitFor({ state: 'detached' });
    await scene.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text: 'anew' });
    await tab.getByRole('link', { name: /#general.*1 unread/ }).waitFor();
  });

  test('messages and days are by the moved clock', async () => {
    const tab = await scene.visit('bob');
    const now = async () => Date.parse(String(await tab.locator('.clock-time time').getAttribute('datetime')));
    await scene.workspace.control.say({ user: 'ann', channel: 'C0NOTICES', text: 'early' });
    await tab.locator('.message', { hasText: 'early' }).waitFor();
    const before = await now();
    await tab.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(async () => (await now()) - before).toBeGreaterThan(6 * 86_400_000);
    await scene.workspace.control.say({ user: 'ann', channel: 'C0NOTICES', text: 'a week on' });
    const message = tab.locator('.message', { hasText: 'a week on' });
    await message.waitFor();
    const at = Date.parse(String(await message.locator('time.when').getAttribute('datetime')));
    expect(Math.abs(at - (await now()))).toBeLessThan(60_000);
    expect(await tab.locator('.day').last().textContent()).toBe('Today');
    expect(await tab.locator('.day').count()).toBeGreaterThan(1);
  });
});
