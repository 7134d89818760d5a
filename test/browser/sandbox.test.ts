import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../packages/slack-emulator/test/page/support/in-browser.js';
import { createTabs, type Tabs } from '../../packages/slack-emulator/test/page/support/tabs.js';
import { type RealSandbox, startSandbox } from './support/sandbox.js';

describeInBrowser('the sandbox as it is started, through its page alone', (browser) => {
  let sandbox: RealSandbox;
  let door: Tabs;

  beforeAll(async () => {
    sandbox = await startSandbox();
    door = createTabs(browser);
  });
  afterAll(() => sandbox.stop());
  afterEach(async () => expect(await door.closeAll()).toEqual([]));

  const dialog = (tab: Page) => tab.getByRole('dialog');
  const messages = (tab: Page, text: string) => tab.locator('.message', { hasText: text });
  const send = (tab: Page) => dialog(tab).locator('button[type=submit]').click();

  async function type(tab: Page, line: string): Promise<void> {
    await tab.locator('.composer textarea').fill(line);
    await tab.keyboard.press('Enter');
  }

  test('a newcomer follows the guide: an app is disabled, with an approval', async () => {
    const tab = await door.open(sandbox.address, { withGuide: true });
    const step = tab.locator('.guide-step[aria-current=step]');
    const number = step.locator('.guide-number');
    const next = (of: number) => expect.poll(() => number.textContent()).toBe(String(of));
    /** Puts the step's command into the composer and sends it. */
    const tryIt = async () => {
      const command = String(await step.locator('code').textContent());
      await step.getByRole('button').click();
      await expect.poll(() => tab.locator('.composer textarea').inputValue()).toBe(command);
      await tab.getByRole('button', { name: 'Send' }).click();
    };
    await next(2);
    await tryIt();
    await messages(tab, 'shop-staging').waitFor();
    await next(3);
    await tryIt();
    await dialog(tab).getByRole('combobox', { name: 'App' }).fill('staging');
    await tab.getByRole('option', { name: 'shop-staging' }).click();
    await send(tab);
    await dialog(tab).getByLabel('Type the app’s name to confirm').fill('shop-staging');
    await dialog(tab).getByLabel('Reason').fill('The rehearsal is over');
    await dialog(tab).getByRole('button', { name: 'Ask for approval' }).click();
    await dialog(tab).getByRole('heading', { name: 'Waiting for approval' }).waitFor();
    await dialog(tab).getByText('Close', { exact: true }).click();
    await next(4);
    await step.getByRole('link').click();
    await next(5);
    await step.getByRole('link').click();
    await messages(tab, 'The rehearsal is over').getByRole('button', { name: 'Approve' }).click();
    await tab.getByRole('dialog', { name: 'Approve this?' }).getByRole('button', { name: 'Approve' }).click();
    await next(6);
    await step.getByRole('link').click();
    await messages(tab, 'shop-staging (1400000002) is disabled').waitFor();
    await tab.getByText('That was the tour').waitFor();
    expect(await step.count()).toBe(0);
  });

  test('a month passes: a developer app is suspended, and Extend under its notice brings it back', async () => {
    const tab = await door.open(`${sandbox.address}/#/ann/C0GENERAL`);
    const time = () => tab.locator('.clock-time time').getAttribute('datetime');
    const shown = () => messages(tab, 'shop-dev (1400000003)').last();
    await type(tab, '/imapp show shop-dev');
    await shown().getByText('State: active').waitFor();
    const before = Date.parse(String(await time()));
    await tab.getByRole('button', { name: '+1 month' }).click();
    await expect.poll(async () => Date.parse(String(await time())) - before).toBeGreaterThan(27 * 86_400_000);
    await type(tab, '/imapp show shop-dev');
    await shown().getByText('State: suspended').waitFor();
    expect(await tab.locator('.day').last().textContent()).toBe('Today');
    await tab.getByRole('link', { name: '#ops-notices' }).click();
    const notice = messages(tab, 'shop-dev').filter({ hasText: 'suspended' }).last();
    await notice.waitFor(); // a channel hears one message a second
    await notice.getByRole('button', { name: 'Extend' }).click();
    await dialog(tab).getByText('suspended → active').waitFor();
    await dialog(tab).getByRole('button', { name: 'Extend' }).click();
    await dialog(tab).getByText('is valid until').waitFor();
    await tab.keyboard.press('Escape');
    await dialog(tab).waitFor({ state: 'detached' });
    await type(tab, '/imapp show shop-dev');
    await shown().getByText('State: active').waitFor();
  });

  test('starting over brings back the example apps and the present', async () => {
    const tab = await door.open(`${sandbox.address}/#/ann/C0GENERAL`);
    await tab.getByRole('button', { name: 'Start over' }).click();
    await dialog(tab).getByRole('button', { name: 'Start over' }).click();
    await tab.getByText('This takes a few seconds').waitFor();
    await tab.getByText('This takes a few seconds').waitFor({ state: 'detached', timeout: 90_000 });
    await tab.getByText('No messages yet').waitFor();
    const time = async () => Date.parse(String(await tab.locator('.clock-time time').getAttribute('datetime')));
    await expect.poll(async () => Math.abs((await time()) - Date.now())).toBeLessThan(60_000);
    await type(tab, '/imapp show shop-staging');
    await messages(tab, 'shop-staging (1400000002)').getByText('State: active').waitFor();
    await tab.getByRole('button', { name: 'Usage' }).first().click(); // the one at the top
    const apps = tab.getByRole('form', { name: 'Usage' }).getByRole('combobox', { name: 'App', exact: true });
    await expect.poll(() => apps.getByRole('option').count()).toBe(12);
  }, 150_000);
});
