import { describe, expect, test } from 'vitest';
import { home, input, modal, option, plain, section, withButton } from './fixtures.js';
import { approvals, issueTrigger, kim, startHarness, startStubBot } from './harness.js';

describe('Home tab', () => {
  test('is per user, and keeps its id when republished', async () => {
    const harness = await startHarness();
    const publish = (user: string, text: string) =>
      harness.call('views.publish', { user_id: user, view: home({ blocks: [section(text)] }) });
    const first = await publish(kim, 'For Kim');
    await publish('U00000ANN', 'For Ann');
    const second = await publish(kim, 'Again');
    expect(harness.workspace.user('kim').screen('home')).toBe('Again');
    expect(harness.workspace.user('ann').screen('home')).toBe('For Ann');
    const id = (answer: typeof first) => JSON.stringify(answer.body).match(/"id":"(V\w+)"/)?.[1];
    expect(id(first)).toBe(id(second));
  });

  test('supports buttons, menus and inputs', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    const blocks = [
      {
        type: 'actions',
        block_id: 'row',
        elements: [{ type: 'button', action_id: 'show', text: plain('Show'), value: '7' }],
      },
      input({ type: 'static_select', options: [option('a'), option('b')] }, { dispatch_action: true }),
    ];
    await harness.call('views.publish', { user_id: kim, view: home({ blocks, private_metadata: 'page 2' }) });
    const driver = harness.workspace.user('kim');
    await driver.presses('Show', { in: 'home' });
    expect(bot.lastPayload()).toMatchObject({
      type: 'block_actions',
      container: { type: 'view' },
      view: { type: 'home', private_metadata: 'page 2' },
      actions: [{ action_id: 'show', block_id: 'row', value: '7' }],
    });
    await driver.chooses('Field', 'b');
    expect(bot.lastPayload()).toMatchObject({
      view: { state: { values: { field: { it: { selected_option: option('b') } } } } },
    });
  });

  test('is part of app_home_opened if it was published before', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    const driver = harness.workspace.user('kim');
    await driver.opensHome();
    expect(bot.lastPayload()['event']).not.toHaveProperty('view');
    await harness.call('views.publish', { user_id: kim, view: home() });
    await driver.opensHome();
    expect(bot.lastPayload()['event']).toMatchObject({ view: { type: 'home' } });
  });

  test('can be updated by its view id', async () => {
    const harness = await startHarness();
    await harness.call('views.publish', { user_id: kim, view: home() });
    const id = harness.workspace.screenFor('kim').home?.id;
    expect((await harness.call('views.update', { view_id: id, view: modal() })).body['error']).toBe(
      'invalid_arguments',
    );
    await harness.call('views.update', { view_id: id, view: home({ blocks: [section('updated')] }) });
    expect(harness.workspace.user('kim').screen('home')).toBe('updated');
  });
});

describe('shortcuts', () => {
  test('global: with a trigger and without a channel', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').uses('manage');
    expect(bot.lastPayload()).toMatchObject({ type: 'shortcut', callback_id: 'manage', user: { id: kim } });
    expect(bot.lastPayload()).not.toHaveProperty('channel');
    const opened = await harness.call('views.open', { trigger_id: bot.lastPayload()['trigger_id'], view: modal() });
    expect(opened.body['ok']).toBe(true);
  });

  test('on a message: with the message and a response_url', async () => {
    const harness = await startHarness();
    const bot = await startStubBot(harness);
    const { body } = await harness.call('chat.postMessage', { channel: approvals, text: 'about this' });
    await harness.workspace.control.shortcut({ user: 'kim', callbackId: 'explain', messageTs: String(body['ts']) });
    expect(bot.lastPayload()).toMatchObject({
      type: 'message_action',
      callback_id: 'explain',
      channel: { id: approvals },
      message_ts: body['ts'],
      message: { text: 'about this' },
    });
    expect(bot.lastPayload()['response_url']).toMatch(/\/hooks\//);
  });
});

describe('direct message', () => {
  test('can be started by the user', async () => {
    const harness = await startHarness({ events: ['message'] });
    const bot = await startStubBot(harness);
    await harness.workspace.user('kim').says('hello', { in: '@imapp' });
    await harness.workspace.until(() => bot.received.length === 1, 'the event');
    expect(bot.lastPayload()['event']).toMatchObject({ channel_type: 'im', text: 'hello' });
  });

  test('is invisible to other users', async () => {
    const harness = await startHarness();
    await harness.call('chat.postMessage', { channel: kim, text: 'secret', blocks: withButton('Go', '1') });
    const [message] = Object.values(harness.workspace.state().messages).flat();
    const ask = { user: 'ann', messageTs: message?.ts ?? '', actionId: 'approve' };
    await expect(harness.workspace.control.press(ask)).rejects.toThrow('sees no message');
  });
});

test('a view is found by its external_id', async () => {
  const harness = await startHarness();
  await harness.call('views.open', { trigger_id: await issueTrigger(harness), view: modal({ external_id: 'mine' }) });
  const view = modal({ external_id: 'mine', title: plain('Found') });
  expect((await harness.call('views.update', { external_id: 'mine', view })).body['ok']).toBe(true);
  await harness.workspace.user('kim').modal('Found');
});

test('a message keeps thread_ts and metadata', async () => {
  const harness = await startHarness();
  const { body } = await harness.call('chat.postMessage', { channel: approvals, text: 'a' });
  const metadata = { event_type: 'notice', event_payload: { id: 7 } };
  await harness.call('chat.postMessage', { channel: approvals, text: 'b', thread_ts: body['ts'], metadata });
  expect(harness.workspace.state().messages[approvals]?.[1]).toMatchObject({ threadTs: body['ts'], metadata });
});

test('closing the workspace ends pending deliveries and timers', async () => {
  const harness = await startHarness();
  await startStubBot(harness, () => 'never');
  const typing = harness.workspace.user('kim').types('/imapp');
  await harness.workspace.close();
  expect(await typing).toMatchObject({ ok: false });
  expect(harness.clock.dueInMs()).toEqual([]);
  await expect(fetch(harness.workspace.url)).rejects.toThrow('fetch failed');
});
