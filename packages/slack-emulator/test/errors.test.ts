import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../src/json.js';
import { createState } from '../src/state/seed.js';
import { home, modal, plain, section, textOfLength, times } from './fixtures.js';
import {
  approvals,
  general,
  type Harness,
  issueTrigger,
  kim,
  notices,
  secrets,
  startHarness,
  startStubBot,
} from './harness.js';

/** One of Slack's error codes, and a call that causes it. */
interface Case {
  readonly error: string;
  readonly method: string;
  readonly when: string;
  readonly args: (harness: Harness) => JsonObject | Promise<JsonObject>;
}

const post = 'chat.postMessage';

async function postMessage({ call }: Harness): Promise<string> {
  const { body } = await call(post, { channel: approvals, text: 'hello' });
  return String(body['ts']);
}

async function openModal(harness: Harness, view: JsonObject = modal()): Promise<JsonObject> {
  await startStubBot(harness);
  const { body } = await harness.call('views.open', { trigger_id: await issueTrigger(harness), view });
  const opening = body['view'];
  return typeof opening === 'object' && opening !== null && 'id' in opening ? opening : {};
}

const cases: readonly Case[] = [
  { error: 'unknown_method', method: 'chat.shout', when: 'there is no such method', args: () => ({}) },
  // messages
  {
    error: 'channel_not_found',
    method: post,
    when: 'the channel does not exist',
    args: () => ({ channel: 'C404', text: 'a' }),
  },
  {
    error: 'not_in_channel',
    method: post,
    when: 'the bot is not in it',
    args: () => ({ channel: general, text: 'a' }),
  },
  { error: 'no_text', method: post, when: 'there is no content', args: () => ({ channel: approvals }) },
  {
    error: 'msg_too_long',
    method: post,
    when: 'the text has 4,001 characters',
    args: () => ({ channel: approvals, text: textOfLength(4001) }),
  },
  {
    error: 'invalid_blocks',
    method: post,
    when: 'blocks are wrong',
    args: () => ({ channel: approvals, blocks: [{}] }),
  },
  {
    error: 'invalid_blocks',
    method: post,
    when: 'blocks are no JSON',
    args: () => ({ channel: approvals, text: 'a', blocks: '[{' }),
  },
  {
    error: 'invalid_blocks',
    method: post,
    when: 'an image has an unknown file',
    args: () => ({ channel: approvals, blocks: [{ type: 'image', alt_text: 'a', slack_file: { id: 'F404' } }] }),
  },
  {
    error: 'invalid_attachments',
    method: post,
    when: 'there are two tables',
    args: () => ({
      channel: approvals,
      text: 'a',
      blocks: times(2, () => ({ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }]] })),
    }),
  },
  {
    error: 'invalid_attachments',
    method: post,
    when: 'blocks in an attachment are wrong',
    args: () => ({ channel: approvals, attachments: [{ blocks: [{ type: 'section' }] }] }),
  },
  {
    error: 'message_not_found',
    method: 'chat.update',
    when: 'there is no such message',
    args: () => ({ channel: approvals, ts: '1.2', text: 'a' }),
  },
  {
    error: 'message_not_found',
    method: 'chat.update',
    when: 'it is ephemeral',
    args: async ({ call }) => {
      const { body } = await call('chat.postEphemeral', { channel: approvals, user: kim, text: 'psst' });
      return { channel: approvals, ts: String(body['message_ts']), text: 'a' };
    },
  },
  {
    error: 'cant_update_message',
    method: 'chat.update',
    when: 'another user wrote it',
    args: async ({ workspace }) => {
      const { ts } = await workspace.control.say({ user: 'kim', channel: approvals, text: 'mine' });
      return { channel: approvals, ts, text: 'a' };
    },
  },
  {
    error: 'msg_too_long',
    method: 'chat.update',
    when: 'the new text is too long',
    args: async (harness) => ({ channel: approvals, ts: await postMessage(harness), text: textOfLength(4001) }),
  },
  {
    error: 'no_text',
    method: 'chat.update',
    when: 'there is no content',
    args: async (harness) => ({ channel: approvals, ts: await postMessage(harness) }),
  },
  {
    error: 'cant_delete_message',
    method: 'chat.delete',
    when: 'another user wrote it',
    args: async ({ workspace }) => {
      const { ts } = await workspace.control.say({ user: 'kim', channel: approvals, text: 'mine' });
      return { channel: approvals, ts };
    },
  },
  {
    error: 'user_not_in_channel',
    method: 'chat.postEphemeral',
    when: 'the user is not in the channel',
    args: () => ({ channel: 'C0EMPTY00', user: kim, text: 'a' }),
  },
  {
    error: 'user_not_found',
    method: 'chat.postEphemeral',
    when: 'there is no such user',
    args: () => ({ channel: approvals, user: 'U404', text: 'a' }),
  },
  {
    error: 'message_not_found',
    method: 'chat.getPermalink',
    when: 'there is no such message',
    args: () => ({ channel: approvals, message_ts: '1.2' }),
  },
  // users and conversations
  { error: 'user_not_found', method: 'users.info', when: 'there is no such user', args: () => ({ user: 'U404' }) },
  {
    error: 'no_such_subteam',
    method: 'usergroups.users.list',
    when: 'there is no such group',
    args: () => ({ usergroup: 'S404' }),
  },
  {
    error: 'user_not_found',
    method: 'conversations.open',
    when: 'there is no such user',
    args: () => ({ users: 'U404' }),
  },
  {
    error: 'cannot_dm_bot',
    method: 'conversations.open',
    when: 'it is the bot',
    args: () => ({ users: 'U0000IMBOT' }),
  },
  { error: 'users_list_not_supplied', method: 'conversations.open', when: 'no user is given', args: () => ({}) },
  {
    error: 'missing_scope',
    method: 'conversations.info',
    when: 'channels:read is not granted',
    args: () => ({ channel: general }),
  },
  // views
  { error: 'invalid_arguments', method: 'views.open', when: 'there is no trigger', args: () => ({ view: modal() }) },
  {
    error: 'invalid_arguments',
    method: 'views.open',
    when: 'there is no view',
    args: async (harness) => ({ trigger_id: await issueTrigger(harness) }),
  },
  {
    error: 'invalid_arguments',
    method: 'views.open',
    when: 'the view is wrong',
    args: async (harness) => ({
      trigger_id: await issueTrigger(harness),
      view: modal({ title: plain(textOfLength(25)) }),
    }),
  },
  {
    error: 'invalid_arguments',
    method: 'views.open',
    when: 'the view is a Home tab',
    args: async (harness) => ({ trigger_id: await issueTrigger(harness), view: home() }),
  },
  {
    error: 'invalid_trigger_id',
    method: 'views.open',
    when: 'the trigger was never given out',
    args: () => ({ trigger_id: '1.2.3', view: modal() }),
  },
  {
    error: 'expired_trigger_id',
    method: 'views.open',
    when: 'three seconds have passed',
    args: async (harness) => {
      const id = await issueTrigger(harness);
      harness.clock.advance(3001);
      return { trigger_id: id, view: modal() };
    },
  },
  {
    error: 'exchanged_trigger_id',
    method: 'views.open',
    when: 'it opened a modal before',
    args: async (harness) => {
      const id = await issueTrigger(harness);
      await harness.call('views.open', { trigger_id: id, view: modal() });
      return { trigger_id: id, view: modal() };
    },
  },
  {
    error: 'view_too_large',
    method: 'views.open',
    when: 'the view is larger than 250 kB',
    args: async (harness) => ({
      trigger_id: await issueTrigger(harness),
      view: modal({ blocks: times(100, () => section(textOfLength(2600))) }),
    }),
  },
  {
    error: 'duplicate_external_id',
    method: 'views.open',
    when: 'another view has this external_id',
    args: async (harness) => {
      await openModal(harness, modal({ external_id: 'one' }));
      return { trigger_id: await issueTrigger(harness, 'U00000ANN'), view: modal({ external_id: 'one' }) };
    },
  },
  {
    error: 'not_found',
    method: 'views.push',
    when: 'no modal is open',
    args: async (harness) => ({ trigger_id: await issueTrigger(harness), view: modal() }),
  },
  {
    error: 'push_limit_reached',
    method: 'views.push',
    when: 'three views are open',
    args: async (harness) => {
      await openModal(harness);
      for (const _ of [1, 2])
        await harness.call('views.push', { trigger_id: await issueTrigger(harness), view: modal() });
      return { trigger_id: await issueTrigger(harness), view: modal() };
    },
  },
  {
    error: 'not_found',
    method: 'views.update',
    when: 'the view is gone',
    args: () => ({ view_id: 'V404', view: modal() }),
  },
  { error: 'invalid_arguments', method: 'views.update', when: 'no view is named', args: () => ({ view: modal() }) },
  {
    error: 'hash_conflict',
    method: 'views.update',
    when: 'the view was updated meanwhile',
    args: async (harness) => {
      const view = await openModal(harness);
      await harness.call('views.update', { view_id: view['id'], view: modal() });
      return { view_id: view['id'], hash: view['hash'], view: modal() };
    },
  },
  {
    error: 'hash_conflict',
    method: 'views.publish',
    when: 'the Home tab is another',
    args: () => ({ user_id: kim, hash: '1.2', view: home() }),
  },
  {
    error: 'invalid_arguments',
    method: 'views.publish',
    when: 'there is no such user',
    args: () => ({ user_id: 'U404', view: home() }),
  },
  // files
  {
    error: 'invalid_arguments',
    method: 'files.getUploadURLExternal',
    when: 'the length is zero',
    args: () => ({ filename: 'a', length: 0 }),
  },
  {
    error: 'alt_txt_too_large',
    method: 'files.getUploadURLExternal',
    when: 'the description has 1,001 characters',
    args: () => ({ filename: 'a.png', length: 1, alt_txt: textOfLength(1001) }),
  },
  {
    error: 'invalid_arguments',
    method: 'files.getUploadURLExternal',
    when: 'the file is not an image',
    args: () => ({ filename: 'a.csv', length: 1, alt_txt: 'a' }),
  },
  {
    error: 'file_not_found',
    method: 'files.completeUploadExternal',
    when: 'nothing was uploaded',
    args: async ({ call }) => {
      const { body } = await call('files.getUploadURLExternal', { filename: 'a', length: 1 });
      return { files: [{ id: body['file_id'] }] };
    },
  },
  // blocks
  { error: 'invalid_blocks', method: 'blocks.validate', when: 'blocks are wrong', args: () => ({ blocks: [{}] }) },
  { error: 'invalid_view', method: 'blocks.validate', when: 'a view is wrong', args: () => ({ view: {} }) },
  { error: 'invalid_message', method: 'blocks.validate', when: 'a message is empty', args: () => ({ message: {} }) },
  { error: 'invalid_arguments', method: 'blocks.validate', when: 'nothing is given', args: () => ({}) },
];

test.each(cases)('$method answers $error when $when', async ({ error, method, args }) => {
  const channels = [
    ...Object.values(createState().channels),
    { id: 'C0EMPTY00', name: 'empty', kind: 'public', members: ['U0000IMBOT'] } as const,
  ];
  const harness = await startHarness({ seed: { channels } });
  const answer = await harness.call(method, await args(harness));
  expect(answer.body).toMatchObject({ ok: false, error });
  expect(answer.status).toBe(200);
});

describe('authentication', () => {
  const tokens: readonly [error: string, method: string, token: string][] = [
    ['invalid_auth', 'auth.test', 'xoxb-other'],
    ['not_allowed_token_type', 'auth.test', secrets.appToken],
    ['not_allowed_token_type', 'apps.connections.open', secrets.botToken],
  ];

  test.each(tokens)('%s from %s', async (error, method, token) => {
    const { call } = await startHarness();
    expect((await call(method, {}, token)).body).toEqual({ ok: false, error });
  });

  test('not_authed without a token, also when JSON carries it as an argument', async () => {
    const { workspace } = await startHarness();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ token: secrets.botToken });
    const response = await fetch(`${workspace.url}auth.test`, { method: 'POST', headers, body });
    expect(await response.json()).toEqual({ ok: false, error: 'not_authed' });
  });

  test('a form may carry the token as an argument', async () => {
    const { workspace } = await startHarness();
    const body = new URLSearchParams({ token: secrets.botToken });
    const response = await fetch(`${workspace.url}auth.test`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ ok: true, bot_id: 'B0SANDBOX' });
  });

  test('missing_scope says what is needed and what was provided', async () => {
    const { call } = await startHarness({ scopes: ['commands'] });
    const { body } = await call(post, { channel: approvals, text: 'a' });
    expect(body).toEqual({ ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'commands' });
  });

  const scoped: readonly [method: string, needed: string][] = [
    ['chat.update', 'chat:write'],
    ['users.info', 'users:read'],
    ['users.list', 'users:read'],
    ['usergroups.list', 'usergroups:read'],
    ['usergroups.users.list', 'usergroups:read'],
    ['conversations.open', 'im:write'],
    ['files.getUploadURLExternal', 'files:write'],
  ];

  test.each(scoped)('%s needs %s', async (method, needed) => {
    const { call } = await startHarness({ scopes: [] });
    expect((await call(method)).body).toMatchObject({ error: 'missing_scope', needed });
  });

  test('the token stops working when the installation ends', async () => {
    const { call, workspace } = await startHarness();
    await workspace.control.emit({ event: { type: 'tokens_revoked', tokens: { bot: ['U0000IMBOT'] } } });
    expect((await call('auth.test')).body).toMatchObject({ error: 'token_revoked' });
    await workspace.control.emit({ event: { type: 'app_uninstalled' } });
    expect((await call('auth.test')).body).toMatchObject({ error: 'account_inactive' });
  });
});

describe('request encoding', () => {
  const authorization = `Bearer ${secrets.botToken}`;

  test.each([
    ['invalid_json', 'application/json', '{"a":'],
    ['invalid_post_type', 'application/xml', '<a/>'],
    ['invalid_form_data', 'multipart/form-data; boundary=x', 'no form at all'],
  ])('%s', async (error, type, body) => {
    const { workspace } = await startHarness();
    const headers = { authorization, 'content-type': type };
    const response = await fetch(`${workspace.url}auth.test`, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ ok: false, error });
  });

  test('a multipart form works', async () => {
    const { workspace } = await startHarness();
    const body = new FormData();
    body.set('channel', approvals);
    body.set('blocks', JSON.stringify([section('from a form')]));
    const response = await fetch(workspace.url + post, { method: 'POST', headers: { authorization }, body });
    expect(await response.json()).toMatchObject({ ok: true, channel: approvals });
  });

  test('GET works', async () => {
    const { workspace } = await startHarness();
    const response = await fetch(`${workspace.url}users.info?user=${kim}&include_locale=true`, {
      headers: { authorization },
    });
    expect(await response.json()).toMatchObject({ ok: true, user: { name: 'kim', locale: 'ko-KR', tz_offset: 32400 } });
  });
});

describe('the rate limit of messages', () => {
  test('strict: one per second and channel', async () => {
    const { call, clock } = await startHarness({ strictRate: true });
    const say = (channel: string) => call(post, { channel, text: 'a' });
    expect((await say(approvals)).body['ok']).toBe(true);
    const refused = await say(approvals);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body).toEqual({ ok: false, error: 'ratelimited' });
    expect((await say('#ops-approvals')).status).toBe(429);
    expect((await say(notices)).body['ok']).toBe(true);
    clock.advance(1000);
    expect((await say(approvals)).body['ok']).toBe(true);
  });

  test('tolerant: short bursts pass', async () => {
    const { call } = await startHarness();
    const answers = [];
    for (let i = 0; i < 21; i += 1) answers.push((await call(post, { channel: approvals, text: 'a' })).status);
    expect(answers.filter((status) => status === 200)).toHaveLength(20);
    expect(answers.at(-1)).toBe(429);
  });
});

test('problems are in errors and response_metadata, with JSON pointers', async () => {
  const { call } = await startHarness();
  const blocks = [{ type: 'actions', elements: [{ type: 'button', text: plain(textOfLength(76)) }] }];
  const { body } = await call(post, { channel: approvals, text: 'a', blocks });
  const said = 'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]';
  expect(body).toEqual({
    ok: false,
    error: 'invalid_blocks',
    errors: [said],
    response_metadata: { messages: [`[ERROR] ${said}`] },
  });
});

test('blocks.validate returns pointer, code and message', async () => {
  const { call } = await startHarness();
  const { body } = await call('blocks.validate', { blocks: [{ type: 'header' }] });
  expect(body['errors']).toEqual([
    { pointer: '/blocks/0', code: 'missing_field', message: 'missing required field: text' },
  ]);
  expect((await call('blocks.validate', { view: modal() })).body).toEqual({ ok: true });
});

test('an invalid view does not consume the trigger', async () => {
  const harness = await startHarness();
  const id = await issueTrigger(harness);
  expect(
    (await harness.call('views.open', { trigger_id: id, view: modal({ title: plain(textOfLength(25)) }) })).body['ok'],
  ).toBe(false);
  expect((await harness.call('views.open', { trigger_id: id, view: modal() })).body['ok']).toBe(true);
});

test('every answer says what time it is in the workspace, also one that a fault replaces', async () => {
  const { workspace, call } = await startHarness({ now: () => Date.parse('2030-01-02T03:04:05.678Z') });
  const ask = async () => (await call('auth.test')).headers.get('date');
  expect(await ask()).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
  await workspace.control.fault({ on: 'auth.test', error: 'internal_error' });
  expect(await ask()).toBe('Wed, 02 Jan 2030 03:04:05 GMT');
});
