import { describe, expect, test } from 'vitest';
import { type Json, type JsonObject, objectsIn, stringIn } from '../src/json.js';
import { long, option, plain, withButton } from './fixtures.js';
import { approvals, general, kim, type PlainBot, plainBot, type Stage, stage } from './harness.js';

interface Scene extends Stage {
  readonly bot: PlainBot;
  /** Answers through the response_url of the last interaction. */
  readonly respond: (body: Json) => Promise<{ status: number; body: string }>;
}

async function scene(): Promise<Scene> {
  const here = await stage();
  const bot = await plainBot(here);
  const respond: Scene['respond'] = async (body) => {
    const url = stringIn(bot.last(), 'response_url') ?? '';
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: await response.text() };
  };
  return { ...here, bot, respond };
}

describe('an action on a message', () => {
  test('carries the message, where it stands, and a response_url', async () => {
    const { call, workspace, bot } = await scene();
    const posted = await call('chat.postMessage', { channel: approvals, text: 'hi', blocks: withButton('Go', '7') });
    await workspace.user('kim').presses('Go');
    expect(bot.last()).toMatchObject({
      type: 'block_actions',
      user: { id: kim },
      container: { type: 'message', message_ts: posted.body['ts'], channel_id: approvals, is_ephemeral: false },
      channel: { id: approvals, name: 'ops-approvals' },
      message: { ts: posted.body['ts'], text: 'hi', bot_id: 'B0SANDBOX', app_id: 'A0SANDBOX' },
      state: { values: {} },
      actions: [{ type: 'button', action_id: 'approve', value: '7' }],
    });
  });

  test('on an ephemeral message says so and keeps the message to itself', async () => {
    const { call, workspace, bot } = await scene();
    await call('chat.postEphemeral', { channel: approvals, user: kim, text: 'psst', blocks: withButton('Go', '7') });
    await workspace.user('kim').presses('Go');
    expect(bot.last()).toMatchObject({ container: { is_ephemeral: true } });
    expect(bot.last()['message']).toBeUndefined();
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

  test.each(elements)('of a %s carries what was chosen', async (type, more, chosen, action) => {
    const { call, workspace, bot } = await scene();
    const blocks = [{ type: 'actions', block_id: 'b', elements: [{ type, action_id: 'it', ...more }] }];
    await call('chat.postMessage', { channel: approvals, text: 'hi', blocks });
    await workspace.user('kim').chooses('it', chosen);
    const payload = bot.last();
    expect(objectsIn(payload, 'actions')[0]).toMatchObject({ type, action_id: 'it', block_id: 'b', ...action });
    const values = type === 'overflow' ? {} : { b: { it: { type, ...action } } };
    expect(payload['state']).toEqual({ values });
  });

  test('each reader has choices of their own', async () => {
    const { call, workspace, bot } = await scene();
    const menu = { type: 'static_select', action_id: 'it', options: [option('1'), option('2')] };
    await call('chat.postMessage', { channel: approvals, text: 'a', blocks: [{ type: 'actions', elements: [menu] }] });
    await workspace.user('kim').chooses('it', '2');
    await workspace.user('ann').chooses('it', '1');
    expect(JSON.stringify(bot.last()['state'])).toContain('"value":"1"');
  });

  test('that the bot fails shows as a notice', async () => {
    const here = await stage();
    await plainBot(here, () => ({ status: 500 }));
    await here.call('chat.postMessage', { channel: approvals, text: 'hi', blocks: withButton('Go', '7') });
    const ann = here.workspace.user('ann');
    expect(await ann.presses('Go')).toMatchObject({ ok: false, code: 'http_service_error' });
    expect(ann.canSee('http_service_error', 'notices')).toBe(true);
  });
});

describe('external selects', () => {
  const menu = { type: 'external_select', action_id: 'it', min_query_length: 2, placeholder: plain('App') };

  async function offering(body: JsonObject) {
    const here = await stage();
    const bot = await plainBot(here, ({ payload }) => (payload['type'] === 'block_suggestion' ? { body } : {}));
    await here.call('chat.postMessage', {
      channel: approvals,
      text: 'a',
      blocks: [{ type: 'actions', block_id: 'b', elements: [menu] }],
    });
    return { ...here, bot, kim: here.workspace.user('kim') };
  }

  test('ask for options, and only what was offered can be chosen', async () => {
    const { kim: person, bot } = await offering({ options: [option('1', 'One'), option('2', 'Two')] });
    expect(await person.searches('App', 'on')).toEqual(['One', 'Two']);
    expect(bot.last()).toMatchObject({
      type: 'block_suggestion',
      action_id: 'it',
      block_id: 'b',
      value: 'on',
      container: { type: 'message', channel_id: approvals },
    });
    await person.chooses('App', 'Two');
    expect(objectsIn(bot.last(), 'actions')[0]).toMatchObject({
      selected_option: option('2', 'Two'),
    });
    await expect(person.chooses('App', 'Three')).rejects.toThrow('no option "Three" among: One (1), Two (2)');
  });

  test('take groups', async () => {
    const { kim: person } = await offering({
      option_groups: [{ label: plain('Mine'), options: [option('1', 'One')] }],
    });
    expect(await person.searches('App', 'on')).toEqual(['One']);
  });

  test('do not ask below min_query_length', async () => {
    const { kim: person, bot } = await offering({ options: [] });
    const before = bot.received.length;
    expect(await person.searches('App', 'o')).toEqual([]);
    expect(bot.received).toHaveLength(before);
  });

  test.each([
    ['too many options', { options: Array.from({ length: 101 }, (_, i) => option(`${i}`)) }],
    ['a text that is too long', { options: [option('1', long(76))] }],
    ['no options at all', { ok: true }],
  ])('refuse %s', async (_name, body) => {
    const { kim: person } = await offering(body);
    await expect(person.searches('App', 'on')).rejects.toThrow('invalid_options_response');
  });
});

describe('response_url', () => {
  test('answers the person alone unless it says otherwise', async () => {
    const { workspace, respond } = await scene();
    await workspace.user('kim').types('/imapp', { in: '#general' });
    expect(await respond({ text: 'quiet' })).toEqual({ status: 200, body: 'ok' });
    await respond({ text: 'loud', response_type: 'in_channel' });
    expect(workspace.user('kim').canSee('quiet', '#general')).toBe(true);
    expect(workspace.user('ann').canSee('quiet')).toBe(false);
    expect(workspace.user('ann').canSee('loud', '#general')).toBe(true);
  });

  test('works five times', async () => {
    const { workspace, respond } = await scene();
    await workspace.user('kim').types('/imapp');
    for (let i = 0; i < 5; i += 1) expect((await respond({ text: 'a' })).status).toBe(200);
    expect(await respond({ text: 'a' })).toEqual({ status: 404, body: '{"ok":false,"error":"used_url"}' });
  });

  test('works for thirty minutes', async () => {
    const { workspace, respond, clock } = await scene();
    await workspace.user('kim').types('/imapp');
    clock.advance(30 * 60_000);
    expect((await respond({ text: 'a' })).status).toBe(200);
    clock.advance(1);
    expect(await respond({ text: 'a' })).toEqual({ status: 404, body: '{"ok":false,"error":"expired_url"}' });
  });

  test('refuses what a message could not be, at no cost', async () => {
    const { workspace, respond } = await scene();
    await workspace.user('kim').types('/imapp');
    for (let i = 0; i < 9; i += 1) expect((await respond({ blocks: [{ type: 'nonsense' }] })).status).toBe(400);
    expect(await respond({})).toEqual({ status: 400, body: 'no_text' });
    expect(await respond('text')).toEqual({ status: 400, body: 'invalid_payload' });
    expect((await respond({ text: 'a' })).status).toBe(200);
  });

  test('replaces or deletes the message it came from, ephemeral ones too', async () => {
    const { workspace, respond, call } = await scene();
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

  test('there is none that was not given out', async () => {
    const { workspace } = await scene();
    const response = await fetch(`${workspace.origin}/hooks/nothing`, { method: 'POST', body: '{}' });
    expect([response.status, await response.json()]).toEqual([404, { ok: false, error: 'invalid_url' }]);
  });
});
