import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeBot, startFakeBot } from './support/fake-bot.js';
import { everyBlock, everyField } from './support/fixtures.js';
import { describeInBrowser } from './support/in-browser.js';
import { type PageHarness, startPageHarness } from './support/page-harness.js';
import type { TabOptions } from './support/tabs.js';

describeInBrowser('accessibility', (browser) => {
  let harness: PageHarness;
  let bot: FakeBot;

  beforeAll(async () => {
    harness = await startPageHarness(browser);
    bot = await startFakeBot(harness.workspace);
  });
  afterAll(async () => {
    bot.close();
    await harness.close();
  });
  beforeEach(async () => {
    await harness.workspace.control.reset({});
    bot.respond(async (payload) => {
      if (payload['command'] !== undefined) await bot.openView(payload, everyField);
      return undefined;
    });
    await bot.call('chat.postMessage', { channel: 'C0NOTICES', text: 'Everything', blocks: everyBlock });
    await bot.call('chat.postEphemeral', { channel: 'C0NOTICES', user: 'U00000KIM', text: '당신에게만' });
    await bot.call('views.publish', {
      user_id: 'U00000KIM',
      view: { type: 'home', blocks: everyBlock.slice(0, 6) },
    });
  });
  afterEach(async () => expect(await harness.closeTabs()).toEqual([]));

  /** axe violations of moderate or higher impact, with their location. */
  async function violations(tab: Page): Promise<readonly string[]> {
    await tab.evaluate(axe.source);
    const { violations } = await tab.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
  }

  const screens: readonly [string, TabOptions, (tab: Page) => Promise<void>][] = [
    ['a channel', { withGuide: true }, async () => {}],
    ['the Home tab', { pane: 'home' }, async (tab) => tab.locator('.home-tab .header-block').waitFor()],
    [
      'a window with an error, and an open menu',
      {},
      async (tab) => {
        await harness.workspace.control.runCommand({ user: 'kim', text: '/imapp' });
        await tab.getByRole('dialog').locator('button[type=submit]').click();
        await tab.locator('.input-error').first().waitFor();
        await tab.getByRole('combobox', { name: 'Plan' }).click();
        await tab.getByRole('option').first().waitFor();
      },
    ],
    [
      'a question',
      {},
      async (tab) => {
        await tab.getByRole('button', { name: 'Wipe' }).click();
        await tab.getByRole('dialog').waitFor();
      },
    ],
    [
      'the inspector and the list of commands',
      {},
      async (tab) => {
        await tab.locator('.top-bar [aria-pressed]').click();
        await tab.locator('.wire-entry > summary').first().click();
        await tab.locator('.composer textarea').fill('/');
        await tab.locator('.command-list').waitFor();
      },
    ],
    [
      'usage to report, and a list with more columns than fit',
      {},
      async (tab) => {
        const line = Array.from({ length: 20 }, (_, index) => `column ${index}`).join(',');
        await bot.share({ name: 'wide.csv', content: `${line}\n${line}\n`, title: 'Wide' });
        await tab.locator('.sheet').waitFor();
        await tab.getByRole('button', { name: '사용량' }).click();
        await tab.getByRole('form', { name: '사용량' }).waitFor();
      },
    ],
    ['a phone', { width: 390, height: 800 }, async (tab) => tab.locator('.main-head .icon-button').click()],
  ];

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test.each(screens)('%s', async (_, options, prepare) => {
      const tab = await harness.openTab('kim', { ...options, scheme });
      await tab.evaluate('document.fonts.ready');
      await prepare(tab);
      expect(await violations(tab)).toEqual([]);
    });
  });

  test('new messages are announced, and languages are marked', async () => {
    const tab = await harness.openTab('ann');
    await bot.call('chat.postMessage', { channel: 'C0APPROVE', text: 'psst, a new one' });
    await tab
      .locator('[aria-live=polite]', { hasText: 'New message from imapp in #ops-approvals: psst' })
      .waitFor({ state: 'attached' });
    await bot.call('chat.postMessage', { channel: 'C0NOTICES', text: '已停用应用' });
    await tab.locator('.message [lang=zh]').waitFor();
    expect(await tab.locator('html').getAttribute('lang')).toBe('en-US');
  });
});
