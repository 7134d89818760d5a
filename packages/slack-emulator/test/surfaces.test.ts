import { describe, expect, test } from 'vitest';
import { home, input, modal, option, plain, section, withButton } from './fixtures.js';
import { approvals, kim, plainBot, stage, trigger } from './harness.js';

describe('the Home tab', () => {
  test('is one for each person, and keeps its id when it is published again', async () => {
    const here = await stage();
    const publish = (user: string, text: string) =>
      here.call('views.publish', { user_id: user, view: home({ blocks: [section(text)] }) });
    const first = await publish(kim, 'For Kim');
    await publish('U00000ANN', 'For Ann');
    const second = await publish(kim, 'Again');
    expect(here.workspace.user('kim').screen('home')).toBe('Again');
    expect(here.workspace.user('ann').screen('home')).toBe('For Ann');
    const id = (answer: typeof first) => JSON.stringify(answer.body).match(/"id":"(V\w+)"/)?.[1];
    expect(id(first)).toBe(id(second));
  });

  test('has buttons, menus and inputs that work', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    const blocks = [
      {
        type: 'actions',
        block_id: 'row',
        elements: [{ type: 'button', action_id: 'show', text: plain('Show'), value: '7' }],
      },
      input({ type: 'static_select', options: [option('a'), option('b')] }, { dispatch_action: true }),
    ];
    await here.call('views.publish', { user_id: kim, view: home({ blocks, private_metadata: 'page 2' }) });
    const person = here.workspace.user('kim');
    await person.presses('Show', { in: 'home' });
    expect(bot.last()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view' },
      view: { type: 'home', private_metadata: 'page 2' },
      actions: [{ action_id: 'show', block_id: 'row', value: '7' }],
    });
    await person.chooses('Field', 'b');
    expect(bot.last()).toMatchObject({
      view: { state: { values: { field: { it: { selected_option: option('b') } } } } },
    });
  });

  test('comes with the event when it was published before', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    const person = here.workspace.user('kim');
    await person.opensHome();
    expect(bot.last()['event']).not.toHaveProperty('view');
    await here.call('views.publish', { user_id: kim, view: home() });
    await person.opensHome();
    expect(bot.last()['event']).toMatchObject({ view: { type: 'home' } });
  });

  test('can be updated by its id, as a Home tab', async () => {
    const here = await stage();
    await here.call('views.publish', { user_id: kim, view: home() });
    const id = here.workspace.screenFor('kim').home?.id;
    expect((await here.call('views.update', { view_id: id, view: modal() })).body['error']).toBe('invalid_arguments');
    await here.call('views.update', { view_id: id, view: home({ blocks: [section('updated')] }) });
    expect(here.workspace.user('kim').screen('home')).toBe('updated');
  });
});

describe('shortcuts', () => {
  test('a global one has a trigger and no channel', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    await here.workspace.user('kim').uses('manage');
    expect(bot.last()).toMatchObject({ type: 'shortcut', callback_id: 'manage', user: { id: kim } });
    expect(bot.last()).not.toHaveProperty('channel');
    const opened = await here.call('views.open', { trigger_id: bot.last()['trigger_id'], view: modal() });
    expect(opened.body['ok']).toBe(true);
  });

  test('one on a message has the message and a response_url', async () => {
    const here = await stage();
    const bot = await plainBot(here);
    const { body } = await here.call('chat.postMessage', { channel: approvals, text: 'about this' });
    await here.workspace.control.shortcut({ user: 'kim', callbackId: 'explain', messageTs: String(body['ts']) });
    expect(bot.last()).toMatchObject({
      type: 'message_action',
      callback_id: 'explain',
      channel: { id: approvals },
      message_ts: body['ts'],
      message: { text: 'about this' },
    });
    expect(bot.last()['response_url']).toMatch(/\/hooks\//);
  });
});

describe('the direct conversation', () => {
  test('can be written in before the bot ever spoke', async () => {
    const here = await stage({ events: ['message'] });
    const bot = await plainBot(here);
    await here.workspace.user('kim').says('hello', { in: '@imapp' });
    await here.workspace.until(() => bot.received.length === 1, 'the event');
    expect(bot.last()['event']).toMatchObject({ channel_type: 'im', text: 'hello' });
  });

  test('is nobody else’s', async () => {
    const here = await stage();
    await here.call('chat.postMessage', { channel: kim, text: 'secret', blocks: withButton('Go', '1') });
    const [message] = Object.values(here.workspace.state().messages).flat();
    const ask = { user: 'ann', messageTs: message?.ts ?? '', actionId: 'approve' };
    await expect(here.workspace.control.press(ask)).rejects.toThrow('sees no message');
  });
});

test('a view is found by its external_id', async () => {
  const here = await stage();
  await here.call('views.open', { trigger_id: await trigger(here), view: modal({ external_id: 'mine' }) });
  const view = modal({ external_id: 'mine', title: plain('Found') });
  expect((await here.call('views.update', { external_id: 'mine', view })).body['ok']).toBe(true);
  await here.workspace.user('kim').modal('Found');
});

test('threads and metadata stay with their message', async () => {
  const here = await stage();
  const { body } = await here.call('chat.postMessage', { channel: approvals, text: 'a' });
  const metadata = { event_type: 'notice', event_payload: { id: 7 } };
  await here.call('chat.postMessage', { channel: approvals, text: 'b', thread_ts: body['ts'], metadata });
  expect(here.workspace.state().messages[approvals]?.[1]).toMatchObject({ threadTs: body['ts'], metadata });
});

test('nothing is left when the workspace is closed', async () => {
  const here = await stage();
  await plainBot(here, () => 'never');
  const typing = here.workspace.user('kim').types('/imapp');
  await here.workspace.close();
  expect(await typing).toMatchObject({ ok: false });
  expect(here.clock.dueInMs()).toEqual([]);
  await expect(fetch(here.workspace.url)).rejects.toThrow('fetch failed');
});
