import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Puppet, startPuppet } from './support/fake-bot.js';
import { everyBlock, everyField } from './support/fixtures.js';
import { inBrowser } from './support/in-browser.js';
import { openScene, type Scene } from './support/page-harness.js';
import type { Visit } from './support/visitors.js';

inBrowser('nobody is shut out', (browser) => {
  let scene: Scene;
  let puppet: Puppet;

  beforeAll(async () => {
    scene = await openScene(browser);
    puppet = await startPuppet(scene.workspace);
  });
  afterAll(async () => {
    puppet.close();
    await scene.close();
  });
  beforeEach(async () => {
    await scene.workspace.control.reset({});
    puppet.play(async (payload) => {
      if (payload['command'] !== undefined) await puppet.show(payload, everyField);
      return undefined;
    });
    await puppet.call('chat.postMessage', { channel: 'C0NOTICES', text: 'Everything', blocks: everyBlock });
    await puppet.call('chat.postEphemeral', { channel: 'C0NOTICES', user: 'U00000KIM', text: '당신에게만' });
    await puppet.call('views.publish', {
      user_id: 'U00000KIM',
      view: { type: 'home', blocks: everyBlock.slice(0, 6) },
    });
  });
  afterEach(async () => expect(await scene.leave()).toEqual([]));

  /** What axe finds that keeps somebody out, with where it is. */
  async function barriers(tab: Page): Promise<readonly string[]> {
    await tab.evaluate(axe.source);
    const { violations } = await tab.evaluate<axe.AxeResults>('axe.run({ resultTypes: ["violations"] })');
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical' || impact === 'moderate')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')} ${node.failureSummary}`));
  }

  const screens: readonly [string, Visit, (tab: Page) => Promise<void>][] = [
    ['a channel', { guided: true }, async () => {}],
    ['the Home tab', { where: 'home' }, async (tab) => tab.locator('.home-tab .header-block').waitFor()],
    [
      'a window with an error, and an open menu',
      {},
      async (tab) => {
        await scene.workspace.control.runCommand({ user: 'kim', text: '/imapp' });
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
        await puppet.share({ name: 'wide.csv', content: `${line}\n${line}\n`, title: 'Wide' });
        await tab.locator('.sheet').waitFor();
        await tab.getByRole('button', { name: '사용량' }).click();
        await tab.getByRole('form', { name: '사용량' }).waitFor();
      },
    ],
    ['a phone', { width: 390, height: 800 }, async (tab) => tab.locator('.main-head .icon-button').click()],
  ];

  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    test.each(screens)('%s', async (_, visit, prepare) => {
      const tab = await scene.visit('kim', { ...visit, scheme });
      await tab.evaluate('document.fonts.ready');
      await prepare(tab);
      expect(await barriers(tab)).toEqual([]);
    });
  });

  test('what changes is said aloud, and languages are marked', async () => {
    const tab = await scene.visit('ann');
    await puppet.call('chat.postMessage', { channel: 'C0APPROVE', text: 'psst, a new one' });
    await tab
      .locator('[aria-live=polite]', { hasText: 'New message from imapp in #ops-approvals: psst' })
      .waitFor({ state: 'attached' });
    await puppet.call('chat.postMessage', { channel: 'C0NOTICES', text: '已停用应用' });
    await tab.locator('.message [lang=zh]').waitFor();
    expect(await tab.locator('html').getAttribute('lang')).toBe('en-US');
  });
});
