import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringIn } from '../../src/json.js';
import { type FakeBot, startFakeBot } from './support/fake-bot.js';
import { describeInBrowser } from './support/in-browser.js';
import { type PageHarness, startPageHarness } from './support/page-harness.js';

describeInBrowser('a growing conversation', (browser) => {
  let harness: PageHarness;
  let bot: FakeBot;

  beforeAll(async () => {
    harness = await startPageHarness(browser);
    bot = await startFakeBot(harness.workspace);
    bot.respond((payload) => answer(stringIn(payload, 'text') ?? ''));
  });
  afterAll(async () => {
    bot.close();
    await harness.close();
  });
  afterEach(async () => expect(await harness.closeTabs()).toEqual([]));

  /** A message of 30 lines with a button. */
  function answer(what: string) {
    const lines = Array.from({ length: 30 }, (_, index) => `${what} :warning: line ${index}`);
    const text = { type: 'mrkdwn', text: `${lines.join('\n')}\nend of ${what}` };
    const button = { type: 'button', action_id: `go-${what}`, text: { type: 'plain_text', text: 'Go' } };
    return {
      text: what,
      blocks: [
        { type: 'section', text },
        { type: 'actions', elements: [button] },
      ],
    };
  }

  const list = (tab: Page) => tab.locator('.message-list');
  /** Distance to the end of the list, in pixels. */
  const below = (tab: Page) => list(tab).evaluate((at) => at.scrollHeight - at.scrollTop - at.clientHeight);

  async function ask(tab: Page, what: string): Promise<void> {
    await tab.locator('.composer textarea').fill(`/imapp ${what}`);
    await tab.keyboard.press('Enter');
    await tab.getByText(`end of ${what}`).waitFor({ state: 'attached' });
  }

  const say = (text: string) => harness.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text });

  test('stays scrolled to its end, with the tour open', async () => {
    const tab = await harness.openTab('ann', { withGuide: true, height: 900, pane: 'C0GENERAL' });
    for (const round of ['one', 'two', 'three']) {
      await ask(tab, round);
      await expect.poll(() => below(tab)).toBeLessThan(2);
    }
  });

  test('keeps following after a scroll that the user did not make', async () => {
    const tab = await harness.openTab('ann', { pane: 'C0GENERAL' });
    await ask(tab, 'much');
    await expect.poll(() => below(tab)).toBeLessThan(2);
    for (let times = 0; times < 5; times += 1) {
      // In one frame: the scroll event arrives when the list is already longer.
      await list(tab).evaluate((at) => {
        at.scrollTop -= 1;
        const { lastElementChild: day } = at.firstElementChild ?? at;
        if (day !== null) day.after(day.cloneNode(true));
      });
      await expect.poll(() => below(tab)).toBeLessThan(2);
    }
  });

  test.each(['wheel', 'keys'])('stays where the user scrolled by %s, until they send something', async (by) => {
    const tab = await harness.openTab('ann', { pane: 'C0GENERAL' });
    await ask(tab, `before ${by}`);
    await expect.poll(() => below(tab)).toBeLessThan(2);
    await list(tab).hover({ position: { x: 5, y: 5 } });
    await list(tab).focus();
    if (by === 'wheel') await tab.mouse.wheel(0, -300);
    else await tab.keyboard.press('PageUp');
    await expect.poll(() => below(tab)).toBeGreaterThan(200);
    await say(`meanwhile ${by}`);
    await tab.locator('.message', { hasText: `meanwhile ${by}` }).waitFor({ state: 'attached' });
    expect(await below(tab)).toBeGreaterThan(200);
    await ask(tab, `after ${by}`);
    await expect.poll(() => below(tab)).toBeLessThan(2);
  });
});
