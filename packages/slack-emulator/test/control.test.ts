import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { controlCommands } from '../src/control/commands.js';
import { objectsIn } from '../src/json.js';
import { input, modal } from './fixtures.js';
import { approvals, type Harness, issueTrigger, parseObject, startHarness, startStubBot } from './harness.js';

const command = async ({ workspace }: Harness, name: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${workspace.origin}/_sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: parseObject(await response.text()) };
};

const query = async ({ workspace }: Harness, path: string) =>
  parseObject(await (await fetch(`${workspace.origin}/_sandbox/${path}`)).text());

test('the control API runs commands, fills in and submits views', async () => {
  const harness = await startHarness();
  await startStubBot(harness, ({ payload }) => (payload['command'] === '/imapp' ? { body: 'Hello' } : {}));
  expect(await command(harness, 'runCommand', { user: 'kim', text: '/imapp' })).toEqual({
    status: 200,
    body: { ok: true },
  });
  const view = modal({ blocks: [input({ type: 'plain_text_input' })] });
  await harness.call('views.open', { trigger_id: await issueTrigger(harness), view });
  const screen = await query(harness, 'state?user=kim');
  expect(screen).toMatchObject({ user: { name: 'kim' }, modals: [{ errors: {}, connectionError: null }], home: null });
  const viewId = objectsIn(screen, 'modals')[0]?.['id'];
  const values = { field: { it: 'typed' } };
  expect(await command(harness, 'fill', { user: 'kim', viewId, values })).toMatchObject({ status: 200 });
  expect(await command(harness, 'submit', { user: 'kim', viewId })).toEqual({ status: 200, body: { ok: true } });
  expect(await query(harness, 'state?user=kim')).toMatchObject({ modals: [] });
});

test("GET state contains only the user's own screen", async () => {
  const harness = await startHarness();
  await harness.call('chat.postEphemeral', { channel: approvals, user: 'U00000KIM', text: 'psst' });
  await harness.call('chat.postMessage', { channel: 'U00000KIM', text: 'between us' });
  expect(JSON.stringify(await query(harness, 'state?user=kim'))).toMatch(/psst.*between us/);
  expect(JSON.stringify(await query(harness, 'state?user=ann'))).not.toMatch(/psst|between us/);
});

test('GET users lists users, user groups, commands and shortcuts', async () => {
  const commands = [{ command: '/imapp', description: 'Manage', usageHint: 'upgrade [app]' }];
  const harness = await startHarness({
    commands,
    shortcuts: [{ callbackId: 'manage', name: 'Manage an app', type: 'global' }],
  });
  expect(await query(harness, 'users')).toMatchObject({
    users: [{ name: 'ann' }, { name: 'kim' }, { name: 'lin' }, { name: 'bob' }, { isBot: true }],
    usergroups: [{ id: 'S0ONCALL1' }],
    commands,
    shortcuts: [{ callbackId: 'manage' }],
  });
});

test('GET wire lists exchanges without tokens', async () => {
  const harness = await startHarness();
  await harness.call('auth.test');
  await harness.call('users.info', { user: 'U404' });
  const { exchanges } = await query(harness, 'wire?since=1');
  expect(exchanges).toMatchObject([
    {
      id: 2,
      direction: 'from-bot',
      via: 'web-api',
      name: 'users.info',
      request: { headers: { authorization: 'Bearer …' }, body: '{"user":"U404"}' },
      response: { status: 200, body: '{"ok":false,"error":"user_not_found"}' },
    },
  ]);
});

test('GET events sends an event after every change', async () => {
  const harness = await startHarness();
  const stop = new AbortController();
  const response = await fetch(`${harness.workspace.origin}/_sandbox/events`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await next()).toBe('event: changed\ndata: 1\n\n');
  await harness.workspace.control.say({ user: 'kim', channel: '#general', text: 'hello' });
  expect(await next()).toContain('event: changed\ndata: 2');
  stop.abort();
});

test('advance is passed to the host', async () => {
  const moves: unknown[] = [];
  const harness = await startHarness({ onAdvance: (move) => void moves.push(move) });
  expect(await command(harness, 'advance', { ms: 86_400_000 })).toEqual({ status: 200, body: { ok: true } });
  expect((await command(harness, 'advance', { to: 'tomorrow' })).status).toBe(400);
  expect(moves).toEqual([{ ms: 86_400_000 }]);
  const without = await startHarness();
  expect((await command(without, 'advance', { ms: 1 })).body).toEqual({ error: 'this workspace has no clock to move' });
});

test('invite and kick add and remove the bot', async () => {
  const harness = await startHarness();
  const post = async (channel: string) =>
    (await harness.call('chat.postMessage', { channel, text: 'a' })).body['error'];
  expect(await post('#general')).toBe('not_in_channel');
  await command(harness, 'invite', { channel: '#general' });
  expect(await post('#general')).toBeUndefined();
  await command(harness, 'kick', { channel: '#general' });
  expect(await post('#general')).toBe('not_in_channel');
});

test('reset clears messages, traffic, faults and rate limits', async () => {
  const harness = await startHarness({ strictRate: true });
  await harness.call('chat.postMessage', { channel: approvals, text: 'a' });
  await command(harness, 'fault', { on: 'chat.postMessage', error: 'internal_error' });
  await command(harness, 'reset', {});
  expect(harness.workspace.state().messages).toEqual({});
  expect(harness.workspace.traffic()).toEqual([]);
  expect((await harness.call('chat.postMessage', { channel: approvals, text: 'a' })).body['ok']).toBe(true);
});

describe('commands that fail', () => {
  const wrong: readonly [name: string, body: unknown, error: string | RegExp][] = [
    ['runCommand', { user: 'kim' }, /^runCommand: text:/],
    ['runCommand', { user: 'unknown', text: '/imapp' }, 'there is no user unknown'],
    ['runCommand', { user: 'kim', text: '/imapp', as: 'root' }, /Unrecognized key/],
    ['press', { user: 'kim', messageTs: '1.2', actionId: 'x' }, 'U00000KIM sees no message 1.2'],
    ['press', { user: 'kim', viewId: 'V404', actionId: 'x' }, 'U00000KIM has no view V404'],
    ['submit', { user: 'kim', viewId: 'V404' }, 'U00000KIM has no view V404'],
    ['invite', { channel: '#nowhere' }, 'there is no channel #nowhere'],
    ['redeliver', {}, 'nothing was sent yet: of any kind'],
  ];

  test.each(wrong)('%s %j', async (name, body, error) => {
    const harness = await startHarness();
    const answer = await command(harness, name, body);
    expect(answer.status).toBe(400);
    if (typeof error === 'string') expect(answer.body['error']).toBe(error);
    else expect(answer.body['error']).toMatch(error);
  });

  test('an unknown command lists the known ones', async () => {
    const harness = await startHarness();
    expect(await command(harness, 'destroy', {})).toEqual({
      status: 404,
      body: { error: 'unknown: destroy', known: Object.keys(controlCommands) },
    });
    expect(await query(harness, 'secrets')).toMatchObject({ error: 'unknown: secrets' });
  });
});

describe('foreign requests', () => {
  test('with another origin are rejected', async () => {
    const harness = await startHarness();
    const body = { user: 'kim', channel: '#general', text: 'from elsewhere' };
    expect((await command(harness, 'say', body, { origin: 'https://example.com' })).status).toBe(403);
    expect((await command(harness, 'say', body, { origin: harness.workspace.origin })).status).toBe(200);
  });

  test('as forms, or with another host name, are rejected', async () => {
    const harness = await startHarness();
    const form = await fetch(`${harness.workspace.origin}/_sandbox/reset`, {
      method: 'POST',
      body: new URLSearchParams(),
    });
    expect(form.status).toBe(415);
    const status = await new Promise((resolve) => {
      const headers = { host: 'rebound.example.com' };
      request(`${harness.workspace.origin}/_sandbox/state?user=kim`, { headers }, (response) =>
        resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  test('the server listens on loopback', async () => {
    const { workspace } = await startHarness();
    expect(new URL(workspace.url).hostname).toBe('127.0.0.1');
  });

  test('other paths go to the page handler', async () => {
    const harness = await startHarness({ page: (_request, response) => void response.end('the page') });
    expect(await (await fetch(harness.workspace.origin)).text()).toBe('the page');
    const bare = await startHarness();
    expect((await fetch(bare.workspace.origin)).status).toBe(404);
  });
});
