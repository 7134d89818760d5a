import { describe, expect, test } from 'vitest';
import { input, modal, mrkdwn, option, plain, section, withButton } from './fixtures.js';
import { approvals, issueTrigger, kim, startHarness, startStubBot } from './harness.js';

const shortTimeout = { timeoutMs: 50 };

describe('timeout errors show the screen', () => {
  test('presses: a missing button, with the buttons there are', async () => {
    const harness = await startHarness(shortTimeout);
    await harness.call('chat.postMessage', { channel: approvals, text: 'a', blocks: withButton('Approve', 'yes') });
    const failing = harness.workspace.user('kim').presses('Decline');
    await expect(failing).rejects.toThrow(
      /waited 50 ms for kim to find "Decline".*#ops-approvals: "Approve" \(.+\/approve\)/s,
    );
    await expect(failing).rejects.toThrow('Shall we?');
  });

  test('sees: missing text, with the screen', async () => {
    const harness = await startHarness(shortTimeout);
    await harness.call('chat.postMessage', { channel: kim, text: 'Something else' });
    const failing = harness.workspace.user('kim').sees('Done', '@imapp');
    await expect(failing).rejects.toThrow(/for kim to see Done in @imapp; the screen:.*Something else/s);
  });

  test('modal, submits, noModal: a missing modal, and one that stays open', async () => {
    const harness = await startHarness(shortTimeout);
    const driver = harness.workspace.user('kim');
    await expect(driver.modal('Upgrade')).rejects.toThrow('to have a modal "Upgrade"');
    await expect(driver.submits()).rejects.toThrow('to have a modal that can be submitted');
    await startStubBot(harness);
    await harness.call('views.open', { trigger_id: await issueTrigger(harness), view: modal() });
    await expect(driver.noModal()).rejects.toThrow('to have no modal');
  });

  test('chooses: an unknown option, with the options there are', async () => {
    const harness = await startHarness(shortTimeout);
    const menu = { type: 'static_select', action_id: 'plan', options: [option('basic', 'Basic')] };
    await harness.call('chat.postMessage', {
      channel: approvals,
      text: 'a',
      blocks: [{ type: 'actions', elements: [menu] }],
    });
    const failing = harness.workspace.user('kim').chooses('plan', 'pro');
    await expect(failing).rejects.toThrow('there is no option "pro" among: Basic (basic)');
  });

  test('workspace.user: an unknown user', async () => {
    const harness = await startHarness();
    expect(() => harness.workspace.user('eve')).toThrow('there is no user eve');
    expect(() => harness.workspace.user('imapp')).toThrow('there is no user imapp');
  });
});

describe('elements are found', () => {
  test('by label, action_id, block_id, value, nearby text or part of the screen', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    const row = (name: string) => ({
      type: 'section',
      block_id: `row-${name}`,
      text: mrkdwn(`App ${name}`),
      accessory: { type: 'button', action_id: 'open', text: plain('Open'), value: name },
    });
    await harness.call('chat.postMessage', {
      channel: approvals,
      text: 'apps',
      blocks: [row('one'), row('two'), row('three')],
    });
    await harness.call('chat.postMessage', { channel: kim, text: 'other', blocks: [row('four')] });
    const driver = harness.workspace.user('kim');
    const pressed = async (label: string, where = {}) => {
      await driver.presses(label, where);
      return bot.lastPayload()['actions'];
    };
    expect(await pressed('Open')).toMatchObject([{ value: 'four' }]);
    expect(await pressed('Open', { in: '#ops-approvals' })).toMatchObject([{ value: 'one' }]);
    expect(await pressed('Open', { near: 'App two' })).toMatchObject([{ value: 'two' }]);
    expect(await pressed('open', { value: 'three' })).toMatchObject([{ value: 'three' }]);
    expect(await pressed('row-two')).toMatchObject([{ value: 'two' }]);
  });

  test('and their confirm dialog is accepted or dismissed', async () => {
    const harness = await startHarness(shortTimeout);
    const bot = await startStubBot(harness);
    const confirm = { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') };
    const elements = [
      { type: 'button', action_id: 'a', text: plain('Disable'), confirm },
      { type: 'button', action_id: 'b', text: plain('Show') },
    ];
    await harness.call('chat.postMessage', { channel: approvals, text: 'a', blocks: [{ type: 'actions', elements }] });
    const driver = harness.workspace.user('kim');
    await driver.presses('Disable', { confirm: false });
    expect(bot.received).toHaveLength(0);
    await driver.presses('Disable', { confirm: true });
    expect(bot.received).toHaveLength(1);
    await expect(driver.presses('Show', { confirm: true })).rejects.toThrow('"Show" has no confirm dialog');
  });
});

describe('screen()', () => {
  test('contains what is visible, without closed menus', async () => {
    const harness = await startHarness();
    await startStubBot(harness);
    const blocks = [
      section('*Plan*'),
      input({
        type: 'static_select',
        options: [option('1', 'Hidden'), option('2', 'Chosen')],
        initial_option: option('2', 'Chosen'),
      }),
      input({ type: 'radio_buttons', options: [option('1', 'Visible')] }, { block_id: 'radio', optional: true }),
      { type: 'alert', level: 'error', text: plain('All is lost') },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'said ' },
              { type: 'user', user_id: kim },
            ],
          },
        ],
      },
    ];
    await harness.call('views.open', { trigger_id: await issueTrigger(harness), view: modal({ blocks }) });
    const screen = harness.workspace.user('kim').screen('modal');
    for (const shown of ['Title', '*Plan*', 'Chosen', 'Visible', 'All is lost', `<@${kim}>`, '[Send]']) {
      expect(screen).toContain(shown);
    }
    expect(screen).not.toContain('Hidden');
  });

  test('contains tables and markdown', async () => {
    const harness = await startHarness();
    const rows = [
      [
        { type: 'raw_text', text: 'App' },
        { type: 'raw_number', value: 7, text: '7 %' },
      ],
    ];
    const blocks = [
      { type: 'table', rows },
      { type: 'markdown', text: '**bold**' },
    ];
    await harness.call('chat.postMessage', { channel: approvals, text: 'a', blocks });
    expect(harness.workspace.user('kim').screen('#ops-approvals')).toBe('App\n7 %\n**bold**');
  });

  test('sees() checks after every change', async () => {
    const harness = await startHarness();
    const seeing = harness.workspace.user('kim').sees(/hel+o/, '#ops-approvals');
    await harness.call('chat.postMessage', { channel: approvals, text: 'hello' });
    await seeing;
  });
});
