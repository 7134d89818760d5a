import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from './support/in-browser.js';
import { type PageHarness, startPageHarness } from './support/page-harness.js';

describeInBrowser('tools of the page', (browser) => {
  let harness: PageHarness;
  let restarted: () => void = () => undefined;

  beforeAll(async () => {
    harness = await startPageHarness(browser, {
      onReset: (empty) => {
        harness.resetClock();
        empty();
        return new Promise((resolve) => {
          restarted = resolve;
        });
      },
    });
  });
  afterAll(() => harness.close());
  afterEach(async () => expect(await harness.closeTabs()).toEqual([]));

  const report = (tab: Page) => tab.getByRole('form', { name: 'Usage' });

  test('usage panel: reports app, metric and value', async () => {
    const tab = await harness.openTab('ann');
    await tab.getByRole('button', { name: 'Usage' }).click();
    await report(tab).getByLabel('App').selectOption('쇼핑 메신저 (1400000002)');
    await report(tab).getByLabel('Metric').selectOption('Audio-video chat rooms');
    await report(tab).getByLabel('Value').fill('41');
    await tab.keyboard.press('Enter');
    await report(tab).getByText('Reported: Audio-video chat rooms 41 for 쇼핑 메신저').waitFor();
    expect(harness.readings.splice(0)).toEqual([{ sdkAppId: 1400000002, metric: 'avChatRooms', value: 41 }]);
  });

  test('usage panel: shows why a reading was rejected', async () => {
    const tab = await harness.openTab('ann');
    await tab.getByRole('button', { name: 'Usage' }).click();
    await report(tab).getByLabel('Value').fill('1000000001');
    await report(tab).getByRole('button', { name: 'Report' }).click();
    await report(tab).getByText('The bot did not take it. It says: 400 value: at most 1000000000').waitFor();
    expect(harness.readings).toEqual([]);
    expect(await tab.locator('.toast').count()).toBe(0);
  });

  test.each([
    ['kim', '사용량', '등록 사용자 수'],
    ['lin', '用量', '注册用户数'],
  ])('usage panel: metrics are in the language of %s', async (who, button, metric) => {
    const tab = await harness.openTab(who);
    await tab.getByRole('button', { name: button }).click();
    await tab.getByRole('form', { name: button }).getByRole('option', { name: metric }).waitFor({ state: 'attached' });
  });

  test('start over: shows progress, resets the clock and the read marks', async () => {
    await harness.workspace.control.advance({ ms: 7 * 86_400_000 });
    await harness.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text: 'read long ago' });
    await harness.workspace.control.say({ user: 'bob', channel: 'C0NOTICES', text: 'from before' });
    const tab = await harness.openTab('ann', { pane: 'C0GENERAL' });
    await tab.locator('.message', { hasText: 'read long ago' }).waitFor();
    await tab.getByRole('link', { name: /#ops-notices/ }).click();
    await tab.getByText('from before').waitFor();
    await tab.getByRole('button', { name: 'Start over' }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Start over' }).click();
    await tab.getByText('This takes a few seconds').waitFor();
    await tab.getByText('No messages yet').waitFor();
    restarted();
    await tab.getByText('This takes a few seconds').waitFor({ state: 'detached' });
    await harness.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text: 'anew' });
    await tab.getByRole('link', { name: /#general.*1 unread/ }).waitFor();
  });

  test('clock: messages and days follow it', async () => {
    const tab = await harness.openTab('bob');
    const now = async () => Date.parse(String(await tab.locator('.clock-time time').getAttribute('datetime')));
    await harness.workspace.control.say({ user: 'ann', channel: 'C0NOTICES', text: 'early' });
    await tab.locator('.message', { hasText: 'early' }).waitFor();
    const before = await now();
    await tab.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(async () => (await now()) - before).toBeGreaterThan(6 * 86_400_000);
    await harness.workspace.control.say({ user: 'ann', channel: 'C0NOTICES', text: 'a week on' });
    const message = tab.locator('.message', { hasText: 'a week on' });
    await message.waitFor();
    const at = Date.parse(String(await message.locator('time.when').getAttribute('datetime')));
    expect(Math.abs(at - (await now()))).toBeLessThan(60_000);
    expect(await tab.locator('.day').last().textContent()).toBe('Today');
    expect(await tab.locator('.day').count()).toBeGreaterThan(1);
  });
});
