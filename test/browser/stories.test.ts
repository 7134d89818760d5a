import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeInBrowser } from '../../packages/slack-emulator/test/page/support/in-browser.js';
import { type PageHarness, startPageHarness } from '../../packages/slack-emulator/test/page/support/page-harness.js';
import { compiled } from '../support/compiled.js';
import { createDataDirectory } from '../support/databases.js';
import { startBot } from './support/bot.js';

describeInBrowser('people and the real bot, on the page', (browser) => {
  let scene: PageHarness;
  let stopBot: () => Promise<void>;

  beforeAll(async () => {
    scene = await startPageHarness(browser, {});
    stopBot = await startBot(scene.workspace, { dist: compiled(), data: await createDataDirectory() });
    const ann = scene.workspace.user('ann');
    for (const [id, name] of Object.entries({
      1400000001: 'shop-kr',
      1400000002: '쇼핑 메신저',
      1400000003: 'wipe-me',
      1400000004: 'keys-only',
    })) {
      await ann.types(`/imapp register ${id}`);
      await ann.modal('Register');
      await ann.submits({ Name: name, Account: 'acme', 'Data center': 'Singapore' });
      await ann.sees('Nothing has been done yet', 'modal');
      await ann.submits();
      await ann.sees('is registered', 'modal');
      await ann.closes({ all: true });
    }
  });
  afterAll(async () => {
    await stopBot();
    await scene.close();
  });
  afterEach(async () => {
    for (const { id } of Object.values(scene.workspace.state().users)) {
      const viewId = scene.workspace.state().stacks[id]?.at(-1);
      if (viewId !== undefined) await scene.workspace.control.close({ user: id, viewId, all: true });
    }
    expect(await scene.closeTabs()).toEqual([]);
  });

  async function type(tab: Page, line: string): Promise<void> {
    await tab.locator('.composer textarea').fill(line);
    await tab.keyboard.press('Enter');
  }

  /** The message that asks for a decision on an app. */
  const request = (tab: Page, app: string) => tab.locator('.message', { hasText: 'Disable' }).filter({ hasText: app });
  const dialog = (tab: Page) => tab.getByRole('dialog');

  test('an operator upgrades an app by a command and a window', async () => {
    const tab = await scene.openTab('ann');
    await type(tab, '/imapp upgrade shop-kr');
    const plan = dialog(tab).getByRole('combobox', { name: 'Plan' });
    await plan.fill('prem');
    await tab
      .getByRole('option', { name: /^Premium/ })
      .first()
      .click();
    await dialog(tab).locator('button[type=submit]').click();
    await dialog(tab).getByText('Nothing has been done yet').waitFor();
    await dialog(tab).locator('button[type=submit]').click();
    await dialog(tab).locator('.alert-block.success').waitFor();
    await tab.keyboard.press('Escape');
    await dialog(tab).waitFor({ state: 'detached' });
    await tab.locator('.message', { hasText: 'shop-kr' }).filter({ hasText: 'Premium' }).first().waitFor();
  });

  test('a mistyped name is refused under its field; then two people, each in a tab, disable an app', async () => {
    const kim = await scene.openTab('kim');
    const lin = await scene.openTab('lin', { pane: 'C0APPROVE' });
    await type(kim, '/imapp disable wipe-me');
    await dialog(kim).locator('[data-block=typedName] input').fill('Wipe-me');
    await dialog(kim).locator('[data-block=reason] textarea').fill('폐업');
    await dialog(kim).locator('button[type=submit]').click();
    await dialog(kim).locator('[data-block=typedName] .input-error').waitFor();
    expect(await request(lin, 'wipe-me').count()).toBe(0);
    await dialog(kim).locator('[data-block=typedName] input').fill('wipe-me');
    await dialog(kim).locator('button[type=submit]').click();
    await dialog(kim).getByRole('heading', { name: '승인 대기 중' }).waitFor();

    await request(lin, 'wipe-me').getByText('폐업').waitFor();
    expect(await dialog(lin).count()).toBe(0);
    await request(lin, 'wipe-me').locator('[data-action=approve]').click();
    await lin.getByRole('dialog', { name: 'Approve this?' }).getByRole('button', { name: 'Approve' }).click();
    await request(lin, 'wipe-me').getByText('@林薇').waitFor();
    await request(lin, 'wipe-me').getByText('（已编辑）').waitFor();
    expect(await request(lin, 'wipe-me').getByRole('button').count()).toBe(0);

    await kim.keyboard.press('Escape');
    await kim.getByRole('link', { name: /^메시지/ }).click();
    await kim.locator('.message', { hasText: 'wipe-me' }).first().waitFor();
  });

  test('one message, read by a Korean and by a Chinese speaker', async () => {
    const ann = scene.workspace.user('ann');
    await ann.types('/imapp disable 1400000002');
    await ann.modal('Disable');
    await ann.submits({ typedName: '쇼핑 메신저', reason: 'closing' });
    await ann.sees('will get a message', 'modal');
    await ann.closes({ all: true });
    const [kim, lin] = [
      await scene.openTab('kim', { pane: 'C0APPROVE' }),
      await scene.openTab('lin', { pane: 'C0APPROVE' }),
    ];
    const until = async (tab: Page) => request(tab, '쇼핑').locator('time.date').last();
    expect(await (await until(kim)).textContent()).toMatch(/^\d{4}년 \d+월 \d+일 (오전|오후) \d/);
    expect(await (await until(lin)).textContent()).toMatch(/^\d{4}年\d+月\d+日 \d/);
    expect(await (await until(kim)).getAttribute('datetime')).toBe(await (await until(lin)).getAttribute('datetime'));
    expect(await (await until(kim)).getAttribute('title')).toBe('Asia/Seoul');
    expect(await kim.locator('html').getAttribute('lang')).toBe('ko-KR');
    expect(await lin.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await kim.locator('.composer button').textContent()).toBe('보내기');
  });

  test('an app is found as one types, by name in any script or by id', async () => {
    const tab = await scene.openTab('ann');
    await type(tab, '/imapp show');
    const app = dialog(tab).getByRole('combobox');
    await app.fill('쇼핑');
    await tab.getByRole('option', { name: '쇼핑 메신저' }).waitFor();
    await expect.poll(() => tab.getByRole('option').count()).toBe(1);
    await app.fill('1400000001');
    await tab.getByRole('option', { name: 'shop-kr' }).waitFor();
    await tab.keyboard.press('Enter');
    expect(await app.inputValue()).toContain('shop-kr');
    await dialog(tab).locator('button[type=submit]').click();
    await dialog(tab).getByText('1400000001').first().waitFor();
  });

  test('what is only for one is seen by one', async () => {
    const [ann, bob] = [await scene.openTab('ann'), await scene.openTab('bob')];
    await type(ann, '/imapp plans');
    const mine = ann.locator('.message.ephemeral, [role=dialog]').last();
    await mine.waitFor();
    expect(await bob.locator('.message.ephemeral, [role=dialog]').count()).toBe(0);
  });

  test('by keyboard alone: the tour, a command, a search, a form, a preview', async () => {
    const tab = await scene.openTab('bob', { withGuide: true });
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await tab.keyboard.press(key);
    };
    const reach = async (wanted: string): Promise<void> => {
      const here = () => tab.evaluate<boolean>(`document.activeElement.matches(${JSON.stringify(wanted)})`);
      for (let steps = 0; steps < 40 && !(await here()); steps += 1) await press('Tab');
      expect(await here()).toBe(true);
    };
    await reach('.rail-person[href*="ann"]');
    await press('Enter');
    await expect.poll(() => tab.locator('html').getAttribute('lang')).toBe('en-US');
    await tab.locator('.rail-person[href*="ann"][aria-current]').waitFor();
    await reach('.composer textarea');
    await tab.keyboard.type('/imapp-up');
    await press('Tab');
    await press('Enter');
    await dialog(tab).waitFor();
    await reach('[role=dialog] [role=combobox]');
    await tab.keyboard.type('keys');
    await tab.getByRole('option', { name: 'keys-only' }).waitFor();
    await press('Enter');
    await reach('[role=dialog] button[type=submit]');
    await press('Enter');
    await dialog(tab).getByRole('combobox', { name: 'Plan' }).waitFor();
    await reach('[role=dialog] [role=combobox]');
    await press('ArrowDown');
    await tab.getByRole('option').first().waitFor();
    await press('Enter');
    await reach('[role=dialog] button[type=submit]');
    await press('Enter');
    await dialog(tab).getByText('Nothing has been done yet').waitFor();
    await reach('[role=dialog] button[type=submit]');
    await press('Enter');
    await dialog(tab).locator('.alert-block.success').waitFor();
    await press('Escape');
    await dialog(tab).waitFor({ state: 'detached' });
    await expect.poll(() => tab.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
    await press('F6');
    await press('F6');
    expect(await tab.evaluate('document.activeElement.hasAttribute("data-region")')).toBe(true);
  });

  test('the Home tab and the shortcut lead into the same operations', async () => {
    const tab = await scene.openTab('bob', { pane: 'home' });
    await tab.locator('.home-tab .header-block').first().waitFor();
    await tab.getByRole('button', { name: 'Manage an IM app' }).click();
    await dialog(tab).getByRole('combobox').first().waitFor();
  });
});
