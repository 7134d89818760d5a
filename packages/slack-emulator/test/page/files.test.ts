import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FakeBot, startFakeBot } from './support/fake-bot.js';
import { describeInBrowser } from './support/in-browser.js';
import { type PageHarness, startPageHarness } from './support/page-harness.js';

/** A PNG of one red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

describeInBrowser('shared files', (browser) => {
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
  beforeEach(() => harness.workspace.control.reset({}));
  afterEach(async () => expect(await harness.closeTabs()).toEqual([]));

  test('CSV: the first rows as a table, and how many more there are', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `"shop, no. ${index}",${index}`).join('\r\n');
    await bot.share({ name: 'usage.csv', title: 'Usage', content: `\ufeffapp,사용량\r\n${rows}\r\n` });
    const tab = await harness.openTab('ann');
    const sheet = tab.getByRole('region', { name: 'Usage' });
    await sheet.getByRole('columnheader', { name: '사용량' }).waitFor();
    expect(await sheet.getByRole('row').count()).toBe(9);
    await sheet.getByRole('cell', { name: 'shop, no. 7' }).waitFor();
    await tab.getByText('and 22 more rows').waitFor();
  });

  test('CSV: a wide table scrolls, the page does not', async () => {
    const line = Array.from({ length: 40 }, (_, index) => `a rather long column ${index}`).join(',');
    await bot.share({ name: 'wide.csv', title: 'Wide', content: `${line}\n${line}\n` });
    const tab = await harness.openTab('ann', { width: 390, height: 800 });
    const sheet = tab.getByRole('region', { name: 'Wide' });
    await sheet.waitFor();
    const wider = (of: string) => tab.evaluate<boolean>(`(${of}).scrollWidth > (${of}).clientWidth`);
    expect(await wider(`document.querySelector('.sheet')`)).toBe(true);
    expect(await wider(`document.querySelector('.message-list')`)).toBe(false);
    expect(await wider('document.documentElement')).toBe(false);
    await sheet.focus();
    await tab.keyboard.press('ArrowRight');
    await expect.poll(() => tab.evaluate<number>(`document.querySelector('.sheet').scrollLeft`)).toBeGreaterThan(0);
  });

  test('image: shown with title and alt text', async () => {
    await bot.share({ name: 'chart.png', title: 'Registered users', content: png, alt: 'Rising to 97 of 100' });
    const tab = await harness.openTab('ann');
    const picture = tab.getByRole('img', { name: 'Rising to 97 of 100' });
    await picture.waitFor();
    await expect.poll(() => tab.evaluate(`document.querySelector('.picture').naturalWidth`)).toBe(1);
    await tab.getByRole('link', { name: 'Download: Registered users' }).waitFor();
  });

  test.each([
    ['usage.csv', Buffer.from('app,usage\n쇼핑,97\n')],
    ['chart.png', png],
    ['page.html', Buffer.from('<script>window.hit = 1</script>')],
  ])('%s: downloaded unchanged', async (name, content) => {
    await bot.share({ name, title: 'It', content });
    const tab = await harness.openTab('ann');
    const coming = tab.waitForEvent('download');
    await tab.getByRole('link', { name: 'Download: It' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    expect((await readFile(await download.path())).equals(content)).toBe(true);
  });

  test('hostile names and contents stay text', async () => {
    const nasty = '"><img src=x onerror="window.hit = 1">';
    await bot.share({
      name: `../../${nasty}\u202e\ud800.csv`,
      title: `\u202e${nasty}`,
      content: `<b>bold</b>,${nasty}\n=cmd|' /C calc'!A0,<script>window.hit = 1</script>\n`,
    });
    await bot.share({
      name: 'not-a-picture.png',
      title: nasty,
      content: '<svg onload="window.hit = 1"/>',
      alt: nasty,
    });
    await bot.share({
      name: 'x.svg',
      title: 'svg',
      content: '<svg xmlns="http://www.w3.org/2000/svg" onload="window.hit=1"/>',
    });
    const tab = await harness.openTab('ann');
    await tab.getByRole('cell', { name: '<script>window.hit = 1</script>' }).waitFor();
    await tab.getByRole('columnheader', { name: '<b>bold</b>' }).waitFor();
    await tab.getByRole('img', { name: nasty }).waitFor();
    expect(await tab.locator('.message-list img[src=x], .message-list script, .message-list b').count()).toBe(0);
    const address = await tab.getByRole('link', { name: 'Download: svg' }).getAttribute('href');
    await tab.goto(harness.workspace.origin + String(address)).catch(() => undefined);
    expect(await tab.evaluate('window.hit')).toBeUndefined();
  });
});
