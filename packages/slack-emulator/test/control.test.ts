import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { controlCommands } from '../src/control/commands.js';
import { objectsIn } from '../src/json.js';
import { input, modal } from './fixtures.js';
import { approvals, asJson, plainBot, type Stage, stage, trigger } from './harness.js';

const ask = async ({ workspace }: Stage, name: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${workspace.origin}/_sandbox/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: asJson(await response.text()) };
};

const look = async ({ workspace }: Stage, path: string) =>
  asJson(await (await fetch(`${workspace.origin}/_sandbox/${path}`)).text());

test('a page can do all that a person does', async () => {
  const here = await stage();
  await plainBot(here, ({ payload }) => (payload['command'] === '/imapp' ? { body: 'Hello' } : {}));
  expect(await ask(here, 'runCommand', { user: 'kim', text: '/imapp' })).toEqual({ status: 200, body: { ok: true } });
  const view = modal({ blocks: [input({ type: 'plain_text_input' })] });
  await here.call('views.open', { trigger_id: await trigger(here), view });
  const screen = await look(here, 'state?user=kim');
  expect(screen).toMatchObject({ user: { name: 'kim' }, modals: [{ errors: {}, connectionError: null }], home: null });
  const viewId = objectsIn(screen, 'modals')[0]?.['id'];
  const values = { field: { it: 'typed' } };
  expect(await ask(here, 'fill', { user: 'kim', viewId, values })).toMatchObject({ status: 200 });
  expect(await ask(here, 'submit', { user: 'kim', viewId })).toEqual({ status: 200, body: { ok: true } });
  expect(await look(here, 'state?user=kim')).toMatchObject({ modals: [] });
});

test('one person is not told what another sees', async () => {
  const here = await stage();
  await here.call('chat.postEphemeral', { channel: approvals, user: 'U00000KIM', text: 'psst' });
  await here.call('chat.postMessage', { channel: 'U00000KIM', text: 'between us' });
  expect(JSON.stringify(await look(here, 'state?user=kim'))).toMatch(/psst.*between us/);
  expect(JSON.stringify(await look(here, 'state?user=ann'))).not.toMatch(/psst|between us/);
});

test('people, groups, commands and shortcuts are there for the page to offer', async () => {
  const commands = [{ command: '/imapp', description: 'Manage', usageHint: 'upgrade [app]' }];
  const here = await stage({ commands, shortcuts: [{ callbackId: 'manage', name: 'Manage an app', type: 'global' }] });
  expect(await look(here, 'users')).toMatchObject({
    users: [{ name: 'ann' }, { name: 'kim' }, { name: 'lin' }, { name: 'bob' }, { isBot: true }],
    usergroups: [{ id: 'S0ONCALL1' }],
    commands,
    shortcuts: [{ callbackId: 'manage' }],
  });
});

test('the wire is there to be read, without tokens', async () => {
  const here = await stage();
  await here.call('auth.test');
  await here.call('users.info', { user: 'U404' });
  const { exchanges } = await look(here, 'wire?since=1');
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

test('a stream tells when something changed', async () => {
  const here = await stage();
  const stop = new AbortController();
  const response = await fetch(`${here.workspace.origin}/_sandbox/events`, { signal: stop.signal });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const reader = response.body?.getReader();
  const next = async () => new TextDecoder().decode((await reader?.read())?.value);
  expect(await next()).toBe('event: changed\ndata: 1\n\n');
  await here.workspace.control.say({ user: 'kim', channel: '#general', text: 'hello' });
  expect(await next()).toContain('event: changed\ndata: 2');
  stop.abort();
});

test('the clock is the host’s to move', async () => {
  const moves: unknown[] = [];
  const here = await stage({ onAdvance: (move) => void moves.push(move) });
  expect(await ask(here, 'advance', { ms: 86_400_000 })).toEqual({ status: 200, body: { ok: true } });
  expect((await ask(here, 'advance', { to: 'tomorrow' })).status).toBe(400);
  expect(moves).toEqual([{ ms: 86_400_000 }]);
  const without = await stage();
  expect((await ask(without, 'advance', { ms: 1 })).body).toEqual({ error: 'this workspace has no clock to move' });
});

test('the bot can be taken into a channel and out of it', async () => {
  const here = await stage();
  const post = async (channel: string) => (await here.call('chat.postMessage', { channel, text: 'a' })).body['error'];
  expect(await post('#general')).toBe('not_in_channel');
  await ask(here, 'invite', { channel: '#general' });
  expect(await post('#general')).toBeUndefined();
  await ask(here, 'kick', { channel: '#general' });
  expect(await post('#general')).toBe('not_in_channel');
});

test('reset takes everything back to the start', async () => {
  const here = await stage({ strictRate: true });
  await here.call('chat.postMessage', { channel: approvals, text: 'a' });
  await ask(here, 'fault', { on: 'chat.postMessage', error: 'internal_error' });
  await ask(here, 'reset', {});
  expect(here.workspace.state().messages).toEqual({});
  expect(here.workspace.traffic()).toEqual([]);
  expect((await here.call('chat.postMessage', { channel: approvals, text: 'a' })).body['ok']).toBe(true);
});

describe('what cannot be', () => {
  const wrong: readonly [name: string, body: unknown, error: string | RegExp][] = [
    ['runCommand', { user: 'kim' }, /^runCommand: text:/],
    ['runCommand', { user: 'nobody', text: '/imapp' }, 'there is no user nobody'],
    ['runCommand', { user: 'kim', text: '/imapp', as: 'root' }, /Unrecognized key/],
    ['press', { user: 'kim', messageTs: '1.2', actionId: 'x' }, 'U00000KIM sees no message 1.2'],
    ['press', { user: 'kim', viewId: 'V404', actionId: 'x' }, 'U00000KIM has no view V404'],
    ['submit', { user: 'kim', viewId: 'V404' }, 'U00000KIM has no view V404'],
    ['invite', { channel: '#nowhere' }, 'there is no channel #nowhere'],
    ['redeliver', {}, 'nothing was sent yet: of any kind'],
  ];

  test.each(wrong)('%s %j', async (name, body, error) => {
    const here = await stage();
    const answer = await ask(here, name, body);
    expect(answer.status).toBe(400);
    if (typeof error === 'string') expect(answer.body['error']).toBe(error);
    else expect(answer.body['error']).toMatch(error);
  });

  test('an ask that does not exist is answered with those that do', async () => {
    const here = await stage();
    expect(await ask(here, 'destroy', {})).toEqual({
      status: 404,
      body: { error: 'unknown: destroy', known: Object.keys(controlCommands) },
    });
    expect(await look(here, 'secrets')).toMatchObject({ error: 'unknown: secrets' });
  });
});

describe('only this machine, and only its own pages', () => {
  test('a page of another origin is turned away', async () => {
    const here = await stage();
    const body = { user: 'kim', channel: '#general', text: 'from elsewhere' };
    expect((await ask(here, 'say', body, { origin: 'https://example.com' })).status).toBe(403);
    expect((await ask(here, 'say', body, { origin: here.workspace.origin })).status).toBe(200);
  });

  test('so is a form, and a name that only points here', async () => {
    const here = await stage();
    const form = await fetch(`${here.workspace.origin}/_sandbox/reset`, {
      method: 'POST',
      body: new URLSearchParams(),
    });
    expect(form.status).toBe(415);
    const status = await new Promise((resolve) => {
      const headers = { host: 'rebound.example.com' };
      request(`${here.workspace.origin}/_sandbox/state?user=kim`, { headers }, (response) =>
        resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(403);
  });

  test('it listens on loopback', async () => {
    const { workspace } = await stage();
    expect(new URL(workspace.url).hostname).toBe('127.0.0.1');
  });

  test('the rest is the page’s', async () => {
    const here = await stage({ page: (_request, response) => void response.end('the page') });
    expect(await (await fetch(here.workspace.origin)).text()).toBe('the page');
    const bare = await stage();
    expect((await fetch(bare.workspace.origin)).status).toBe(404);
  });
});
