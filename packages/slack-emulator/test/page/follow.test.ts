import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringIn } from '../../src/json.js';
import { type Puppet, startPuppet } from './support/fake-bot.js';
import { inBrowser } from './support/in-browser.js';
import { openScene, type Scene } from './support/page-harness.js';

inBrowser('a conversation that grows', (browser) => {
  let scene: Scene;
  let puppet: Puppet;

  beforeAll(async () => {
    scene = await openScene(browser);
    puppet = await startPuppet(scene.workspace);
    puppet.play((payload) => answer(stringIn(payload, 'text') ?? ''));
  });
  afterAll(async () => {
    puppet.close();
    await scene.close();
  });
  afterEach(async () => expect(await scene.leave()).toEqual([]));

  /** As long as a list of apps. */
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
  /** How far it is to the end, in pixels. */
  const below = (tab: Page) => list(tab).evaluate((at) => at.scrollHeight - at.scrollTop - at.clientHeight);

  async function ask(tab: Page, what: string): Promise<void> {
    await tab.locator('.composer textarea').fill(`/imapp ${what}`);
    await tab.keyboard.press('Enter');
    await tab.getByText(`end of ${what}`).waitFor({ state: 'attached' });
  }

  const say = (text: string) => scene.workspace.control.say({ user: 'bob', channel: 'C0GENERAL', text });

  test('answers stay in view, with the tour open', async () => {
    const tab = await scene.visit('ann', { guided: true, height: 900, where: 'C0GENERAL' });
    for (const round of ['one', 'two', 'three']) {
      await ask(tab, round);
      await expect.poll(() => below(tab)).toBeLessThan(2);
    }
  });

  test('a scroll that nobody made does not end it, however often it comes with what is new', async () => {
    const tab = await scene.visit('ann', { where: 'C0GENERAL' });
    await ask(tab, 'much');
    await expect.poll(() => below(tab)).toBeLessThan(2);
    for (let times = 0; times < 5; times += 1) {
      // Both in one frame: the page hears of the scroll when the list is already longer.
      await list(tab).evaluate((at) => {
        at.scrollTop -= 1;
        const { lastElementChild: day } = at.firstElementChild ?? at;
        if (day !== null) day.after(day.cloneNode(true));
      });
      await expect.poll(() => below(tab)).toBeLessThan(2);
    }
  });

  test.each(['wheel', 'keys'])('whoever scrolls up by %s stays there, until they say something', async (by) => {
    const tab = await scene.visit('ann', { where: 'C0GENERAL' });
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
