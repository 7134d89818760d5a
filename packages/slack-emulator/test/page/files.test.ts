import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Puppet, startPuppet } from './support/fake-bot.js';
import { inBrowser } from './support/in-browser.js';
import { openScene, type Scene } from './support/page-harness.js';

/** A picture of one red point. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/iZk9HQAAAABJRU5ErkJggg==',
  'base64',
);

inBrowser('files that the bot shares', (browser) => {
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
  beforeEach(() => scene.workspace.control.reset({}));
  afterEach(async () => expect(await scene.leave()).toEqual([]));

  test('a list is a table: its first rows, and how many more there are', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `"shop, no. ${index}",${index}`).join('\r\n');
    await puppet.share({ name: 'usage.csv', title: 'Usage', content: `\ufeffapp,사용량\r\n${rows}\r\n` });
    const tab = await scene.visit('ann');
    const sheet = tab.getByRole('region', { name: 'Usage' });
    await sheet.getByRole('columnheader', { name: '사용량' }).waitFor();
    expect(await sheet.getByRole('row').count()).toBe(9);
    await sheet.getByRole('cell', { name: 'shop, no. 7' }).waitFor();
    await tab.getByText('and 22 more rows').waitFor();
  });

  test('a wide list scrolls by itself, and the page does not', async () => {
    const line = Array.from({ length: 40 }, (_, index) => `a rather long column ${index}`).join(',');
    await puppet.share({ name: 'wide.csv', title: 'Wide', content: `${line}\n${line}\n` });
    const tab = await scene.visit('ann', { width: 390, height: 800 });
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

  test('a picture is shown, with its title and in words', async () => {
    await puppet.share({ name: 'chart.png', title: 'Registered users', content: png, alt: 'Rising to 97 of 100' });
    const tab = await scene.visit('ann');
    const picture = tab.getByRole('img', { name: 'Rising to 97 of 100' });
    await picture.waitFor();
    await expect.poll(() => tab.evaluate(`document.querySelector('.picture').naturalWidth`)).toBe(1);
    await tab.getByRole('link', { name: 'Download: Registered users' }).waitFor();
  });

  test.each([
    ['usage.csv', Buffer.from('app,usage\n쇼핑,97\n')],
    ['chart.png', png],
    ['page.html', Buffer.from('<script>window.hit = 1</script>')],
  ])('%s is downloaded as it was', async (name, content) => {
    await puppet.share({ name, title: 'It', content });
    const tab = await scene.visit('ann');
    const coming = tab.waitForEvent('download');
    await tab.getByRole('link', { name: 'Download: It' }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe(name);
    expect((await readFile(await download.path())).equals(content)).toBe(true);
  });

  test('hostile names and contents are only ever text', async () => {
    const nasty = '"><img src=x onerror="window.hit = 1">';
    await puppet.share({
      name: `../../${nasty}\u202e\ud800.csv`,
      title: `\u202e${nasty}`,
      content: `<b>bold</b>,${nasty}\n=cmd|' /C calc'!A0,<script>window.hit = 1</script>\n`,
    });
    await puppet.share({
      name: 'not-a-picture.png',
      title: nasty,
      content: '<svg onload="window.hit = 1"/>',
      alt: nasty,
    });
    await puppet.share({
      name: 'x.svg',
      title: 'svg',
      content: '<svg xmlns="http://www.w3.org/2000/svg" onload="window.hit=1"/>',
    });
    const tab = await scene.visit('ann');
    await tab.getByRole('cell', { name: '<script>window.hit = 1</script>' }).waitFor();
    await tab.getByRole('columnheader', { name: '<b>bold</b>' }).waitFor();
    await tab.getByRole('img', { name: nasty }).waitFor();
    expect(await tab.locator('.message-list img[src=x], .message-list script, .message-list b').count()).toBe(0);
    const address = await tab.getByRole('link', { name: 'Download: svg' }).getAttribute('href');
    await tab.goto(scene.workspace.origin + String(address)).catch(() => undefined);
    expect(await tab.evaluate('window.hit')).toBeUndefined();
  });
});
