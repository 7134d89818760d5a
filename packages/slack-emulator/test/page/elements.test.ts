import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { isObject, type JsonObject, objectIn, stringIn } from '../../src/json.js';
import { type FakeBot, startFakeBot, valuesIn } from './support/fake-bot.js';
import { everyBlock, everyField } from './support/fixtures.js';
import { describeInBrowser } from './support/in-browser.js';
import { type PageHarness, startPageHarness } from './support/page-harness.js';

describeInBrowser('the page with a fake bot', (browser) => {
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
    bot.received.length = 0;
    bot.respond(() => undefined);
  });
  afterEach(async () => expect(await harness.closeTabs()).toEqual([]));

  const post = (message: JsonObject) => bot.call('chat.postMessage', { channel: 'C0NOTICES', ...message });
  const last = (type: string) => bot.received.filter((payload) => payload['type'] === type).at(-1);

  /** Opens a modal by a command. */
  async function withView(tab: Page, view: JsonObject): Promise<void> {
    bot.respond(async (payload) => {
      if (payload['command'] !== undefined) await bot.openView(payload, view);
      return undefined;
    });
    await type(tab, '/imapp list');
    await tab.getByRole('dialog').waitFor();
  }

  async function type(tab: Page, line: string): Promise<void> {
    await tab.locator('.composer textarea').fill(line);
    await tab.keyboard.press('Enter');
  }

  const focused = (tab: Page) =>
    tab.evaluate<string>('document.activeElement.id + document.activeElement.textContent.trim()');

  test('fields: every value arrives in state.values', async () => {
    const tab = await harness.openTab('ann');
    await withView(tab, everyField);
    bot.respond(({ type: kind, value }) =>
      kind === 'block_suggestion'
        ? { options: [{ text: { type: 'plain_text', text: `Shop ${String(value)}` }, value: '14' }] }
        : undefined,
    );
    const box = await tab.getByRole('dialog').boundingBox();
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThan(860);
    await tab.getByLabel('Name').fill('<b>앱</b>');
    await tab.getByLabel('Number').fill('7');
    await tab.getByRole('combobox', { name: 'Plan' }).fill('hug');
    await tab.getByRole('option', { name: 'Huge' }).click();
    await tab.getByRole('combobox', { name: 'App' }).fill('sh');
    await tab.getByRole('option', { name: 'Shop sh' }).click();
    await tab.getByLabel('Beta').check();
    await tab.getByLabel('Ex', { exact: true }).check();
    await tab.getByLabel('Zed').check();
    await tab.getByLabel('Day').fill('2026-04-02');
    await tab.getByRole('combobox', { name: 'Who' }).fill('林');
    await tab.getByRole('option', { name: '林薇' }).click();
    await tab.getByRole('combobox', { name: 'Where' }).click();
    await tab.getByRole('option', { name: '#ops-approvals' }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    expect(valuesIn(last('view_submission'))).toMatchObject({
      name: { name: { type: 'plain_text_input', value: '<b>앱</b>' } },
      why: { why: { type: 'plain_text_input', value: null } },
      number: { number: { type: 'number_input', value: '7' } },
      plan: { plan: { type: 'static_select', selected_option: { value: 'l1' } } },
      app: { app: { type: 'external_select', selected_option: { value: '14' } } },
      kind: { kind: { type: 'radio_buttons', selected_option: { value: 'b' } } },
      extras: { extras: { type: 'checkboxes', selected_options: [{ value: 'x' }, { value: 'z' }] } },
      day: { day: { type: 'datepicker', selected_date: '2026-04-02' } },
      who: { who: { type: 'users_select', selected_user: 'U00000LIN' } },
      where: { where: { type: 'conversations_select', selected_conversation: 'C0APPROVE' } },
      channel: { channel: { type: 'channels_select', selected_channel: null } },
    });
  });

  test('errors: shown under their field, which gets the focus', async () => {
    const tab = await harness.openTab('kim');
    const { blocks = [], ...rest } = everyField;
    await withView(tab, { ...rest, blocks: Array.isArray(blocks) ? blocks.slice(2, 4) : [] });
    await tab.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await tab.getByText('필수 항목입니다.').waitFor();
    bot.respond(() => ({ response_action: 'errors', errors: { name: '이름이 다릅니다' } }));
    await tab.getByLabel('Name').fill('x');
    await tab.keyboard.press('Enter');
    await tab.getByText('이름이 다릅니다').waitFor();
    const field = tab.getByLabel('Name');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const describing = (await field.getAttribute('aria-describedby'))?.split(' ') ?? [];
    expect(await tab.locator(`[id="${describing[0]}"]`).textContent()).toBe('이름이 다릅니다');
    expect(await field.inputValue()).toBe('x');
    expect(await focused(tab)).toContain('name');
  });

  test('modal: focuses the field with focus_on_load, else the first', async () => {
    const tab = await harness.openTab('ann');
    const { blocks = [], ...rest } = everyField;
    const all = Array.isArray(blocks) ? blocks.filter(isObject) : [];
    await withView(tab, everyField);
    await expect.poll(() => focused(tab)).toContain('name');
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    const [plan] = all.filter((block) => block['block_id'] === 'plan');
    const named = { ...plan, element: { ...objectIn(plan ?? {}, 'element'), focus_on_load: true } };
    await withView(tab, { ...rest, blocks: all.map((block) => (block === plan ? named : block)) });
    await expect.poll(() => focused(tab)).toContain('plan');
  });

  test('external select: debounced, and only the newest response is shown', async () => {
    const tab = await harness.openTab('ann');
    await withView(tab, everyField);
    const asked: string[] = [];
    bot.respond(async (payload) => {
      const query = stringIn(payload, 'value') ?? '';
      asked.push(query);
      // The response to the shorter query comes last.
      if (query === 'ab') await new Promise((resolve) => setTimeout(resolve, 900));
      return { options: [{ text: { type: 'plain_text', text: `found ${query}` }, value: query }] };
    });
    const app = tab.getByRole('combobox', { name: 'App' });
    await app.fill('a');
    await tab.getByText('Type at least 2 letters').first().waitFor();
    await app.fill('ab');
    await expect.poll(() => asked).toEqual(['ab']);
    // Without pauses in between, however busy the machine is.
    await tab.evaluate(`for (const letter of 'cde') document.execCommand('insertText', false, letter)`);
    await tab.getByRole('option', { name: 'found abcde' }).waitFor();
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(await tab.getByRole('option').allTextContents()).toEqual(['found abcde']);
    expect(asked).toEqual(['ab', 'abcde']);
    await tab.keyboard.press('Escape');
    expect(await tab.getByRole('option').count()).toBe(0);
    expect(await tab.getByRole('dialog').count()).toBe(1);
  });

  test('confirm dialog: nothing is sent unless confirmed', async () => {
    await post({ blocks: everyBlock, text: 'Everything' });
    const tab = await harness.openTab('ann');
    await tab.getByRole('button', { name: 'Wipe' }).click();
    await tab.getByRole('dialog', { name: 'Sure?' }).waitFor();
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    expect(last('block_actions')).toBeUndefined();
    expect(await focused(tab)).toBe('Wipe');
    await tab.keyboard.press('Enter');
    await tab.getByRole('button', { name: 'Keep it' }).click();
    await tab.getByRole('button', { name: 'Wipe' }).click();
    await tab.getByRole('button', { name: 'Wipe it' }).click();
    await expect.poll(() => last('block_actions')).toMatchObject({ actions: [{ action_id: 'wipe' }] });
    expect(bot.received.filter((payload) => payload['type'] === 'block_actions')).toHaveLength(1);
  });

  test('menus in messages: act at once, by mouse and keyboard', async () => {
    await post({ blocks: everyBlock, text: 'Everything' });
    const tab = await harness.openTab('ann');
    await tab.getByRole('combobox', { name: 'Snooze' }).focus();
    await tab.keyboard.press('ArrowDown');
    await tab.getByRole('option', { name: '7 days' }).waitFor();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    await expect.poll(() => last('block_actions')).toMatchObject({ actions: [{ selected_option: { value: '7' } }] });
    expect(await tab.getByRole('combobox', { name: 'Snooze' }).inputValue()).toBe('7 days');
    await tab.getByRole('button', { name: 'More' }).press('Enter');
    await tab.getByRole('menuitem', { name: 'First' }).waitFor();
    await tab.keyboard.press('ArrowDown');
    await tab.keyboard.press('Enter');
    await expect
      .poll(() => last('block_actions'))
      .toMatchObject({ actions: [{ action_id: 'dots', selected_option: { value: 'two' } }] });
  });

  test('dispatch_action: updates the view, and drafts stay', async () => {
    const tab = await harness.openTab('ann');
    const view = (variant: string): JsonObject => ({
      type: 'modal',
      title: { type: 'plain_text', text: 'Redraw' },
      submit: { type: 'plain_text', text: 'Send' },
      blocks: [
        {
          type: 'input',
          block_id: 'note',
          label: { type: 'plain_text', text: 'Note' },
          element: { type: 'plain_text_input', action_id: 'note' },
        },
        {
          type: 'input',
          block_id: 'plan',
          dispatch_action: true,
          label: { type: 'plain_text', text: 'Plan' },
          element: {
            type: 'static_select',
            action_id: 'plan',
            options: ['one', 'two'].map((value) => ({ value, text: { type: 'plain_text', text: value } })),
          },
        },
        { type: 'section', text: { type: 'mrkdwn', text: `drawn for ${variant}` } },
      ],
    });
    await withView(tab, view('nothing'));
    bot.respond(async (payload) => {
      const changed = payload['type'] === 'block_actions' ? valuesIn(payload) : undefined;
      if (changed !== undefined)
        await bot.call('views.update', {
          view_id: harness.workspace.screenFor('ann').modals[0]?.id ?? '',
          view: view('two'),
        });
      return undefined;
    });
    await tab.getByLabel('Note').fill('keep me');
    await tab.getByRole('combobox', { name: 'Plan' }).click();
    await tab.getByRole('option', { name: 'two' }).click();
    await tab.getByText('drawn for two').waitFor();
    expect(valuesIn(last('block_actions'))).toMatchObject({ note: { note: { value: 'keep me' } } });
    expect(await tab.getByLabel('Note').inputValue()).toBe('keep me');
  });

  test('modal stack: Tab stays inside, Esc closes one view, × closes all', async () => {
    const tab = await harness.openTab('ann');
    const page = (title: string): JsonObject => ({
      type: 'modal',
      title: { type: 'plain_text', text: title },
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'deeper', text: { type: 'plain_text', text: 'Deeper' } }],
        },
      ],
    });
    await withView(tab, page('First'));
    bot.respond(async (payload) => {
      if (payload['type'] === 'block_actions') await bot.openView(payload, page('Second'), 'views.push');
      return undefined;
    });
    await tab.getByRole('button', { name: 'Deeper' }).click();
    await tab.getByRole('dialog', { name: 'Second' }).waitFor();
    for (let presses = 0; presses < 9; presses += 1) {
      await tab.keyboard.press(presses === 5 ? 'Shift+Tab' : 'Tab');
      expect(await tab.evaluate('document.querySelector("[role=dialog]").contains(document.activeElement)')).toBe(true);
    }
    await tab.keyboard.press('Escape');
    await tab.getByRole('dialog', { name: 'First' }).waitFor();
    await tab.getByRole('button', { name: 'Deeper' }).click();
    await tab.getByRole('dialog', { name: 'Second' }).waitFor();
    await tab.getByRole('button', { name: 'Close' }).first().click();
    await tab.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => tab.evaluate('document.activeElement.tagName')).toBe('TEXTAREA');
  });

  test('a failing bot: its errors are shown', async () => {
    const tab = await harness.openTab('ann');
    await harness.workspace.control.fault({ on: 'commands', status: 500 });
    await type(tab, '/imapp list');
    await tab.getByText('/imapp failed with the error').waitFor();
    await withView(tab, { ...everyField, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x' } }] });
    bot.respond(() => new Promise(() => {}));
    await tab.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
    await tab.getByRole('dialog').getByRole('button', { name: 'Send' }).and(tab.locator('[aria-busy]')).waitFor();
    await tab.getByText('We had some trouble connecting').waitFor();
    await tab.getByText('operation_timeout').waitFor();
  });

  test('messages: ephemeral for one user, edited for all', async () => {
    const { ts } = await post({ text: 'as it *was*' });
    await bot.call('chat.postEphemeral', { channel: 'C0NOTICES', user: 'U00000ANN', text: 'psst' });
    const [ann, lin] = [await harness.openTab('ann'), await harness.openTab('lin')];
    await ann.getByText('psst').waitFor();
    await ann.getByText('Only visible to you').waitFor();
    await bot.call('chat.update', { channel: 'C0NOTICES', ts: String(ts), text: 'as it *is*' });
    await lin.getByText('as it is').waitFor();
    await lin.getByText('（已编辑）').waitFor();
    expect(await lin.getByText('psst').count()).toBe(0);
  });

  test('messages: hostile text stays text', async () => {
    const hostile = [
      '<script>window.hit = 1</script><img src=x onerror="window.hit = 1">',
      '<javascript:window.hit=1|click>',
      '<https://a.b/"onmouseover="window.hit=1|"><svg onload=window.hit=1>>',
      '\u202eright to left\u202c *<b>bold</b>*',
    ];
    await post({
      text: 'hostile',
      blocks: hostile.map((said) => ({ type: 'section', text: { type: 'mrkdwn', text: said } })),
    });
    await post({
      text: 'plain',
      blocks: [{ type: 'header', text: { type: 'plain_text', text: '<img src=x onerror=alert(1)>' } }],
    });
    const tab = await harness.openTab('ann');
    await tab.getByRole('heading', { name: '<img src=x onerror=alert(1)>' }).waitFor();
    const messages = tab.locator('.message-list');
    expect(await messages.locator('script, img, svg, [onmouseover], [onerror]').count()).toBe(0);
    expect(await tab.evaluate('window.hit')).toBeUndefined();
    expect(await messages.locator('a').count()).toBe(1);
    expect(await messages.locator('a').getAttribute('href')).toBe('https://a.b/%22onmouseover=%22window.hit=1');
    expect(await messages.getByText('<javascript:window.hit=1|click>').count()).toBe(1);
    expect(await messages.locator('strong').allTextContents()).toContain('<b>bold</b>');
  });

  test('clock bar: advances the clock', async () => {
    const tab = await harness.openTab('ann');
    const time = () => tab.locator('.clock-time time').getAttribute('datetime');
    const before = Date.parse((await time()) ?? '');
    await tab.getByRole('button', { name: '+1 week' }).click();
    await expect.poll(async () => (Date.parse((await time()) ?? '') - before) / 86_400_000).toBeCloseTo(7, 1);
    await tab.getByLabel('To a date').fill('2031-01-02');
    await tab.getByRole('button', { name: 'Go', exact: true }).click();
    await expect.poll(time).toContain('2031-01-02');
    expect(harness.advances).toMatchObject([{ ms: 604_800_000 }, { to: expect.stringContaining('2031-01-02') }]);
  });

  test('wire inspector: shows requests with their responses', async () => {
    const tab = await harness.openTab('ann');
    await tab.getByRole('button', { name: 'Wire inspector' }).click();
    await type(tab, '/imapp list');
    await post({ text: 'hello' });
    const wire = tab.getByRole('complementary', { name: 'Wire inspector' });
    await wire.getByLabel('Filter, such as views.open').fill('postMessage');
    await expect.poll(() => wire.locator('.wire-entry').count()).toBe(1);
    await wire.locator('.wire-entry > summary').press('Enter');
    await wire.getByText('"text": "hello"').first().waitFor();
    await wire.getByLabel('Filter, such as views.open').fill('');
    await wire.getByRole('button', { name: 'To the bot' }).click();
    await expect.poll(() => wire.locator('.wire-name').allTextContents()).toEqual(['commands']);
  });

  test('composer: completes commands and recalls lines', async () => {
    const tab = await harness.openTab('ann');
    const field = tab.locator('.composer textarea');
    await field.fill('/imapp-e');
    await tab.getByRole('option', { name: '/imapp-extend' }).waitFor();
    await tab.keyboard.press('Tab');
    expect(await field.inputValue()).toBe('/imapp-extend ');
    await field.pressSequentially('shop');
    await tab.keyboard.press('Enter');
    await expect.poll(() => bot.received.at(-1)).toMatchObject({ command: '/imapp-extend', text: 'shop' });
    await tab.keyboard.press('ArrowUp');
    expect(await field.inputValue()).toBe('/imapp-extend shop');
    await field.fill('a line');
    await tab.keyboard.press('Shift+Enter');
    await tab.keyboard.type('and another');
    await tab.keyboard.press('Enter');
    await tab.locator('.message', { hasText: 'and another' }).waitFor();
  });

  test('phone: the sidebar opens and closes', async () => {
    const tab = await harness.openTab('ann', { width: 390, height: 800 });
    const channel = tab.getByRole('link', { name: '#ops-approvals' });
    expect(await channel.isVisible()).toBe(false);
    await tab.getByRole('button', { name: 'Channels and shortcuts' }).click();
    await channel.click();
    await tab.getByRole('heading', { name: '#ops-approvals' }).waitFor();
    await expect.poll(() => channel.isVisible()).toBe(false);
    expect(await tab.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true);
    await tab.getByRole('link', { name: '林薇' }).click();
    await expect.poll(() => tab.evaluate('document.documentElement.lang')).toBe('zh-CN');
  });

  test('server: strict Content-Security-Policy, and no other files', async () => {
    const response = await fetch(`${harness.workspace.origin}/`);
    const html = await response.text();
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    expect(html).not.toMatch(/https?:|<style|<script>|style=/);
    for (const path of ['/../package.json', '/%2e%2e/package.json', '/assets', '/nothing.js']) {
      expect((await fetch(harness.workspace.origin + path)).status).toBe(404);
    }
    expect((await fetch(harness.workspace.origin, { method: 'POST' })).status).toBe(405);
  });
});
