import { describe, expect, test } from 'vitest';
import { input, modal, mrkdwn, option, plain, section, withButton } from './fixtures.js';
import { approvals, kim, plainBot, stage, trigger } from './harness.js';

const shortTimeout = { timeoutMs: 50 };

describe('errors say what was there instead', () => {
  test('a button that never comes', async () => {
    const here = await stage(shortTimeout);
    await here.call('chat.postMessage', { channel: approvals, text: 'a', blocks: withButton('Approve', 'yes') });
    const failing = here.workspace.user('kim').presses('Decline');
    await expect(failing).rejects.toThrow(
      /waited 50 ms for kim to find "Decline".*#ops-approvals: "Approve" \(.+\/approve\)/s,
    );
    await expect(failing).rejects.toThrow('Shall we?');
  });

  test('words that never come', async () => {
    const here = await stage(shortTimeout);
    await here.call('chat.postMessage', { channel: kim, text: 'Something else' });
    const failing = here.workspace.user('kim').sees('Done', '@imapp');
    await expect(failing).rejects.toThrow(/for kim to see Done in @imapp; the screen:.*Something else/s);
  });

  test('a modal that never comes, and one that stays', async () => {
    const here = await stage(shortTimeout);
    const person = here.workspace.user('kim');
    await expect(person.modal('Upgrade')).rejects.toThrow('to have a modal "Upgrade"');
    await expect(person.submits()).rejects.toThrow('to have a modal that can be submitted');
    await plainBot(here);
    await here.call('views.open', { trigger_id: await trigger(here), view: modal() });
    await expect(person.noModal()).rejects.toThrow('to be rid of the modal');
  });

  test('an option that is not offered', async () => {
    const here = await stage(shortTimeout);
    const menu = { type: 'static_select', action_id: 'plan', options: [option('basic', 'Basic')] };
    await here.call('chat.postMessage', {
      channel: approvals,
      text: 'a',
      blocks: [{ type: 'actions', elements: [menu] }],
    });
    const failing = here.workspace.user('kim').chooses('plan', 'pro');
    await expect(failing).rejects.toThrow('there is no option "pro" among: Basic (basic)');
  });

  test('a person who is not there', async () => {
    const here = await stage();
    expect(() => here.workspace.user('eve')).toThrow('there is no user eve');
    expect(() => here.workspace.user('imapp')).toThrow('there is no user imapp');
  });
});

describe('finding things', () => {
  test('by label, action_id, block_id, value, nearby words or place', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    const row = (name: string) => ({
      type: 'section',
      block_id: `row-${name}`,
      text: mrkdwn(`App ${name}`),
      accessory: { type: 'button', action_id: 'open', text: plain('Open'), value: name },
    });
    await here.call('chat.postMessage', {
      channel: approvals,
      text: 'apps',
      blocks: [row('one'), row('two'), row('three')],
    });
    await here.call('chat.postMessage', { channel: kim, text: 'other', blocks: [row('four')] });
    const person = here.workspace.user('kim');
    const pressed = async (label: string, where = {}) => {
      await person.presses(label, where);
      return bot.last()['actions'];
    };
    expect(await pressed('Open')).toMatchObject([{ value: 'four' }]);
    expect(await pressed('Open', { in: '#ops-approvals' })).toMatchObject([{ value: 'one' }]);
    expect(await pressed('Open', { near: 'App two' })).toMatchObject([{ value: 'two' }]);
    expect(await pressed('open', { value: 'three' })).toMatchObject([{ value: 'three' }]);
    expect(await pressed('row-two')).toMatchObject([{ value: 'two' }]);
  });

  test('what a confirm dialog asks is accepted, or not', async () => {
    const here = await stage(shortTimeout);
    const bot = await plainBot(here);
    const confirm = { title: plain('Sure?'), text: plain('Really?'), confirm: plain('Yes'), deny: plain('No') };
    const elements = [
      { type: 'button', action_id: 'a', text: plain('Disable'), confirm },
      { type: 'button', action_id: 'b', text: plain('Show') },
    ];
    await here.call('chat.postMessage', { channel: approvals, text: 'a', blocks: [{ type: 'actions', elements }] });
    const person = here.workspace.user('kim');
    await person.presses('Disable', { confirm: false });
    expect(bot.received).toHaveLength(0);
    await person.presses('Disable', { confirm: true });
    expect(bot.received).toHaveLength(1);
    await expect(person.presses('Show', { confirm: true })).rejects.toThrow('"Show" has no confirm dialog');
  });
});

describe('reading the screen', () => {
  test('shows what eyes would see, and not what is folded away', async () => {
    const here = await stage();
    await plainBot(here);
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
    await here.call('views.open', { trigger_id: await trigger(here), view: modal({ blocks }) });
    const screen = here.workspace.user('kim').screen('modal');
    for (const shown of ['Title', '*Plan*', 'Chosen', 'Visible', 'All is lost', `<@${kim}>`, '[Send]']) {
      expect(screen).toContain(shown);
    }
    expect(screen).not.toContain('Hidden');
  });

  test('tables, markdown and files too', async () => {
    const here = await stage();
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
    await here.call('chat.postMessage', { channel: approvals, text: 'a', blocks });
    expect(here.workspace.user('kim').screen('#ops-approvals')).toBe('App\n7 %\n**bold**');
  });

  test('waits by looking at every change', async () => {
    const here = await stage();
    const seeing = here.workspace.user('kim').sees(/hel+o/, '#ops-approvals');
    await here.call('chat.postMessage', { channel: approvals, text: 'hello' });
    await seeing;
  });
});
