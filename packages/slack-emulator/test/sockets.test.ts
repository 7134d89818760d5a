import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type JsonObject, objectIn } from '../src/json.js';
import { asJson, type Stage, secrets, stage } from './harness.js';

interface Line {
  readonly heard: readonly JsonObject[];
  readonly socket: WebSocket;
}

/** A socket of our own: what it hears, acknowledged or not. */
async function connected(
  here: Stage,
  answer: (envelope: JsonObject) => JsonObject | 'never' = () => ({}),
): Promise<Line> {
  const { body } = await here.call('apps.connections.open', {}, secrets.appToken);
  const socket = new WebSocket(String(body['url']));
  const heard: JsonObject[] = [];
  socket.on('message', (data) => {
    const envelope = asJson(String(data));
    heard.push(envelope);
    const id = envelope['envelope_id'];
    const reply = id === undefined ? 'never' : answer(envelope);
    if (reply !== 'never') socket.send(JSON.stringify({ envelope_id: id, payload: reply }));
  });
  await here.workspace.until(() => heard.length === 1, 'hello');
  return { heard, socket };
}

test('a socket is greeted, and gets envelopes to acknowledge', async () => {
  const here = await stage();
  const { heard } = await connected(here, () => ({ text: 'Hi' }));
  expect(heard[0]).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SANDBOX' } });
  const kim = here.workspace.user('kim');
  expect(await kim.types('/imapp')).toEqual({ ok: true });
  await kim.sees('Hi');
  expect(heard[1]).toMatchObject({
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: { command: '/imapp' },
  });
  await kim.opensHome();
  expect(heard[2]).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 });
  await kim.uses('manage');
  expect(heard[3]).toMatchObject({ type: 'interactive', payload: { type: 'shortcut', callback_id: 'manage' } });
  expect(here.workspace.traffic().filter((one) => one.via === 'socket')).toHaveLength(3);
});

test('several sockets take turns', async () => {
  const here = await stage();
  const lines = [await connected(here), await connected(here)];
  expect(lines[1]?.heard[0]).toMatchObject({ num_connections: 2 });
  const kim = here.workspace.user('kim');
  for (let i = 0; i < 4; i += 1) await kim.types('/imapp');
  expect(lines.map(({ heard }) => heard.length)).toEqual([3, 3]);
});

test('a ticket works once, and only a ticket', async () => {
  const here = await stage();
  const { body } = await here.call('apps.connections.open', {}, secrets.appToken);
  const url = String(body['url']);
  const refused = (address: string) =>
    new Promise((resolve) => {
      new WebSocket(address)
        .on('unexpected-response', (_request, response) => resolve(response.statusCode))
        .on('error', () => {});
    });
  const first = new WebSocket(url);
  await new Promise((resolve) => first.once('open', resolve));
  expect(await refused(url)).toBe(401);
  expect(await refused(url.replace(/ticket=[^&]+/, 'ticket=guess'))).toBe(401);
});

test('Slack announces that a socket goes, and sends nothing more through it', async () => {
  const here = await stage();
  const old = await connected(here);
  expect(await here.workspace.control.disconnect({})).toEqual({ sockets: 1 });
  await here.workspace.until(() => old.heard.length === 2, 'the announcement');
  expect(old.heard[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  const kim = here.workspace.user('kim');
  expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
  const next = await connected(here);
  expect(await kim.types('/imapp')).toEqual({ ok: true });
  expect(next.heard).toHaveLength(2);
  here.clock.advance(10_000);
  await here.workspace.until(() => old.socket.readyState === WebSocket.CLOSED, 'the old socket to close');
});

test('a warning leaves the socket in use', async () => {
  const here = await stage();
  const line = await connected(here);
  await here.workspace.control.disconnect({ reason: 'warning' });
  expect(await here.workspace.user('kim').types('/imapp')).toEqual({ ok: true });
  expect(line.heard[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
});

test('a socket that dies takes its unanswered envelope with it', async () => {
  const here = await stage();
  await connected(here, () => 'never');
  const typing = here.workspace.user('kim').types('/imapp');
  await here.workspace.until(() => here.workspace.traffic().some((one) => one.via === 'socket'), 'the envelope');
  await here.workspace.control.disconnect({ abrupt: true });
  expect(await typing).toMatchObject({ code: 'dispatch_failed' });
});

test('no acknowledgement in three seconds is a timeout, and what comes later is not heard', async () => {
  const here = await stage();
  const line = await connected(here, () => 'never');
  const kim = here.workspace.user('kim');
  const typing = kim.types('/imapp');
  await here.workspace.until(() => line.heard.length === 2, 'the envelope');
  here.clock.advance(3000);
  expect(await typing).toMatchObject({ code: 'operation_timeout' });
  line.socket.send(JSON.stringify({ envelope_id: line.heard[1]?.['envelope_id'], payload: { text: 'late' } }));
  line.socket.send('not even JSON');
  await connected(here);
  expect(kim.canSee('late')).toBe(false);
});

test('a retried event says so, and a redelivered envelope keeps its id', async () => {
  const here = await stage();
  const line = await connected(here);
  await here.workspace.control.fault({ on: 'events', status: 500 });
  await here.workspace.user('kim').opensHome();
  here.clock.advance(0);
  await here.workspace.until(() => line.heard.length === 3, 'the second try');
  expect(line.heard[2]).toMatchObject({ retry_attempt: 1, retry_reason: 'http_error' });
  const [, first, second] = line.heard;
  expect(objectIn(first ?? {}, 'payload')?.['event_id']).toBe(objectIn(second ?? {}, 'payload')?.['event_id']);
  await here.workspace.control.redeliver({});
  expect(line.heard[3]?.['envelope_id']).toBe(second?.['envelope_id']);
  await expect(here.workspace.control.redeliver({ spoil: 'signature' })).rejects.toThrow('no signature');
});
