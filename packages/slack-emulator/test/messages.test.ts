import { describe, expect, test } from 'vitest';
import { type Json, type JsonObject, objectsIn, stringIn } from '../src/json.js';
import { option, plain, textOfLength, withButton } from './fixtures.js';
import { approvals, general, type Harness, kim, type StubBot, startHarness, startStubBot } from './harness.js';

interface MessageHarness extends Harness {
  readonly bot: StubBot;
  /** Posts to the response_url of the last interaction. */
  readonly respond: (body: Json) => Promise<{ status: number; body: string }>;
}

async function startMessageHarness(): Promise<MessageHarness> {
  const harness = await startHarness();
  const bot = await startStubBot(harness);
  const respond: MessageHarness['respond'] = async (body) => {
    const url = stringIn(bot.lastPayload(), 'response_url') ?? '';
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: await response.text() };
  };
  return { ...harness, bot, respond };
}

describe('an action on a message', () => {
  test('carries message, channel and response_url', async () => {
    const { call, workspace, bot } = await startMessageHarness();
    const posted = await call('chat.postMessage', { channel: approvals, text: 'hi', blocks: withButton('Go', '7') });
    await workspace.user('kim').presses('Go');
    expect(bot.lastPayload()).toMatchObject({
      type: 'block_actions',
      user: { id: kim },
      container: { type: 'message', message_ts: posted.body['ts'], channel_id: approvals, is_ephemeral: false },
      channel: { id: approvals, name: 'ops-approvals' },
      message: { ts: posted.body['ts'], text: 'hi', bot_id: 'B0SANDBOX', app_id: 'A0SANDBOX' },
      state: { values: {} },
      actions: [{ type: 'button', action_id: 'approve', value: '7' }],
    });
  });

  test('on an ephemeral message omits the message', async () => {
    const { call, workspace, bot } = await startMessageHarness();
    await call('chat.postEphemeral', { channel: approvals, user: kim, text: 'psst', blocks: withButton('Go', '7') });
    await workspace.user('kim').presses('Go');
    expect(bot.lastPayload()).toMatchObject({ container: { is_ephemeral: true } });
    expect(bot.lastPayload()['message']).toBeUndefined();
  });

  const elements: readonly [type: string, more: JsonObject, chosen: string | readonly string[], action: JsonObject][] =
    [
      ['static_select', { options: [option('1'), option('2')] }, '2', { selected_option: option('2') }],
      ['radio_buttons', { options: [option('1')] }, '1', { selected_option: option('1') }],
      [
        'checkboxes',
        { options: [option('1'), option('2')] },
        ['1', '2'],
        { selected_options: [option('1'), option('2')] },
      ],
      ['multi_static_select', { options: [option('1')] }, ['1'], { selected_options: [option('1')] }],
      ['overflow', { options: [option('1')] }, '1', { selected_option: option('1') }],
      ['datepicker', {}, '2026-03-01', { selected_date: '2026-03-01' }],
      ['timepicker', {}, '09:30', { selected_time: '09:30' }],
      ['users_select', {}, 'U00000ANN', { selected_user: 'U00000ANN' }],
      ['conversations_select', {}, general, { selected_conversation: general }],
      ['channels_select', {}, general, { selected_channel: general }],
      ['multi_users_select', {}, ['U00000ANN'], { selected_users: ['U00000ANN'] }],
    ];

  test.each(elements)('of a %s carries the selection', async (type, more, chosen, action) => {
    const { call, workspace, bot } = await startMessageHarness();
    const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type, action_id: 'it', ...more }] }];
    await call('chat.postMessage', { channel: approvals, text: 'hi', blocks });
    await workspace.user('kim').chooses('it', chosen);
    const payload = bot.lastPayload();
    expect(objectsIn(payload, 'actions')[0]).toMatchObject({ type, action_id: 'it', block_id: 'b', ...action });
    const values = type === 'overflow' ? {} : { b: { it: { type, ...action } } };
    expect(payload['state']).toEqual({ values });
  });

  test('has values per user', async () => {
    const { call, workspace, bot } = await startMessageHarness();
    const menu = { type: 'static_select', action_id: 'it', options: [option('1'), option('2')] };
    await call('chat.postMessage', { channel: approvals, text: 'a', blocks: [{ type: 'actions', elements: [menu] }] });
    await workspace.user('kim').chooses('it', '2');
    await workspace.user('ann').chooses('it', '1');
    expect(JSON.stringify(bot.lastPayload()['state'])).toContain('"value":"1"');
  });

  test('that fails shows a notice', async () => {
    const harness = await startHarness();
    await startStubBot(harness, () => ({ status: 500 }));
    await harness.call('chat.postMessage', { channel: approvals, text: 'hi', blocks: withButton('Go', '7') });
    const ann = harness.workspace.user('ann');
    expect(await ann.presses('Go')).toMatchObject({ ok: false, code: 'http_service_error' });
    expect(ann.canSee('http_service_error', 'notices')).toBe(true);
  });
});

describe('external selects', () => {
  const menu = { type: 'external_select', action_id: 'it', min_query_length: 2, placeholder: plain('App') };

  async function startWithOptions(body: JsonObject) {
    const harness = await startHarness();
    const bot = await startStubBot(harness, ({ payload }) => (payload['type'] === 'block_suggestion' ? { body } : {}));
    await harness.call('chat.postMessage', {
      channel: approvals,
      text: 'a',
      blocks: [{ type: 'actions', block_id: 'b', elements: [menu] }],
    });
    return { ...harness, bot, kim: harness.workspace.user('kim') };
  }

  test('request options, of which one can be selected', async () => {
    const { kim, bot } = await startWithOptions({ options: [option('1', 'One'), option('2', 'Two')] });
    expect(await kim.searches('App', 'on')).toEqual(['One', 'Two']);
    expect(bot.lastPayload()).toMatchObject({
      type: 'block_suggestion',
      action_id: 'it',
      block_id: 'b',
      value: 'on',
      container: { type: 'message', channel_id: approvals },
    });
    await kim.chooses('App', 'Two');
    expect(objectsIn(bot.lastPayload(), 'actions')[0]).toMatchObject({
      selected_option: option('2', 'Two'),
    });
    await expect(kim.chooses('App', 'Three')).rejects.toThrow('no option "Three" among: One (1), Two (2)');
  });

  test('accept option groups', async () => {
    const { kim } = await startWithOptions({
      option_groups: [{ label: plain('Mine'), options: [option('1', 'One')] }],
    });
    expect(await kim.searches('App', 'on')).toEqual(['One']);
  });

  test('do not request options below min_query_length', async () => {
    const { kim, bot } = await startWithOptions({ options: [] });
    const before = bot.received.length;
    expect(await kim.searches('App', 'o')).toEqual([]);
    expect(bot.received).toHaveLength(before);
  });

  test.each([
    ['too many options', { options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) }],
    ['a text that is too long', { options: [option('1', textOfLength(76))] }],
    ['no options at all', { ok: true }],
  ])('reject %s', async (_name, body) => {
    const { kim } = await startWithOptions(body);
    await expect(kim.searches('App', 'on')).rejects.toThrow('invalid_options_response');
  });
});

describe('response_url', () => {
  test('posts ephemerally unless in_channel', async () => {
    const { workspace, respond } = await startMessageHarness();
    await workspace.user('kim').types('/imapp', { in: '#general' });
    expect(await respond({ text: 'quiet' })).toEqual({ status: 200, body: 'ok' });
    await respond({ text: 'loud', response_type: 'in_channel' });
    expect(workspace.user('kim').canSee('quiet', '#general')).toBe(true);
    expect(workspace.user('ann').canSee('quiet')).toBe(false);
    expect(workspace.user('ann').canSee('loud', '#general')).toBe(true);
  });

  test('works five times', async () => {
    const { workspace, respond } = await startMessageHarness();
    await workspace.user('kim').types('/imapp');
    for (let i = 0; i < 5; i += 1) expect((await respond({ text: 'a' })).status).toBe(200);
    expect(await respond({ text: 'a' })).toEqual({ status: 404, body: '{"ok":false,"error":"used_url"}' });
  });

  test('works for 30 minutes', async () => {
    const { workspace, respond, clock } = await startMessageHarness();
    await workspace.user('kim').types('/imapp');
    clock.advance(30 * 60_000);
    expect((await respond({ text: 'a' })).status).toBe(200);
    clock.advance(1);
    expect(await respond({ text: 'a' })).toEqual({ status: 404, body: '{"ok":false,"error":"expired_url"}' });
  });

  test('rejects an invalid message without using it up', async () => {
    const { workspace, respond } = await startMessageHarness();
    await workspace.user('kim').types('/imapp');
    for (let i = 0; i < 9; i += 1) expect((await respond({ blocks: [{ type: 'nonsense' }] })).status).toBe(400);
    expect(await respond({})).toEqual({ status: 400, body: 'no_text' });
    expect(await respond('text')).toEqual({ status: 400, body: 'invalid_payload' });
    expect((await respond({ text: 'a' })).status).toBe(200);
  });

  test('replaces or deletes the original message, also an ephemeral one', async () => {
    const { workspace, respond, call } = await startMessageHarness();
    const ann = workspace.user('ann');
    await call('chat.postMessage', { channel: approvals, text: 'hi', blocks: withButton('Go', '7') });
    await ann.presses('Go');
    await respond({ replace_original: true, text: 'done' });
    expect(workspace.user('bob').screen('#ops-approvals')).toBe('done');
    await call('chat.postEphemeral', {
      channel: approvals,
      user: ann.id,
      text: 'psst',
      blocks: withButton('Hide', '7'),
    });
    await ann.presses('Hide');
    await respond({ delete_original: true });
    expect(ann.screen('#ops-approvals')).toBe('done');
    expect((await respond({ delete_original: true })).status).toBe(404);
  });

  test('with an unknown key fails with invalid_url', async () => {
    const { workspace } = await startMessageHarness();
    const response = await fetch(`${workspace.origin}/hooks/nothing`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toEqual([404, { ok: false, error: 'invalid_url' }]);
  });
});
