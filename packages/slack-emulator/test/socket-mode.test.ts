import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type JsonObject, objectIn } from '../src/json.js';
import { type Harness, parseObject, secrets, startHarness } from './harness.js';

interface TestSocket {
  readonly received: readonly JsonObject[];
  readonly socket: WebSocket;
}

/** A raw socket that records envelopes and acknowledges them with `respond`. */
async function connect(
  harness: Harness,
  respond: (envelope: JsonObject) => JsonObject | 'never' = () => ({}),
): Promise<TestSocket> {
  const { body } = await harness.call('apps.connections.open', {}, secrets.appToken);
  const socket = new WebSocket(String(body['url']));
  const received: JsonObject[] = [];
  socket.on('message', (data) => {
    const envelope = parseObject(String(data));
    received.push(envelope);
    const id = envelope['envelope_id'];
    const reply = id === undefined ? 'never' : respond(envelope);
    if (reply !== 'never') socket.send(JSON.stringify({ envelope_id: id, payload: reply }));
  });
  await harness.workspace.until(() => received.length === 1, 'hello');
  return { received, socket };
}

test('a socket gets hello, and envelopes to acknowledge', async () => {
  const harness = await startHarness();
  const { received } = await connect(harness, () => ({ text: 'Hi' }));
  expect(received[0]).toMatchObject({ type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SANDBOX' } });
  const kim = harness.workspace.user('kim');
  expect(await kim.types('/imapp')).toEqual({ ok: true });
  await kim.sees('Hi');
  expect(received[1]).toMatchObject({
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: { command: '/imapp' },
  });
  await kim.opensHome();
  expect(received[2]).toMatchObject({ type: 'events_api', accepts_response_payload: false, retry_attempt: 0 });
  await kim.uses('manage');
  expect(received[3]).toMatchObject({ type: 'interactive', payload: { type: 'shortcut', callback_id: 'manage' } });
  expect(harness.workspace.traffic().filter((one) => one.via === 'socket')).toHaveLength(3);
});

test('several sockets take turns', async () => {
  const harness = await startHarness();
  const lines = [await connect(harness), await connect(harness)];
  expect(lines[1]?.received[0]).toMatchObject({ num_connections: 2 });
  const kim = harness.workspace.user('kim');
  for (let i = 0; i < 4; i += 1) await kim.types('/imapp');
  expect(lines.map(({ received }) => received.length)).toEqual([3, 3]);
});

test('a ticket works once, and an invalid one does not', async () => {
  const harness = await startHarness();
  const { body } = await harness.call('apps.connections.open', {}, secrets.appToken);
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

test('a disconnected socket gets a disconnect message and no more envelopes', async () => {
  const harness = await startHarness();
  const old = await connect(harness);
  expect(await harness.workspace.control.disconnect({})).toEqual({ sockets: 1 });
  await harness.workspace.until(() => old.received.length === 2, 'the announcement');
  expect(old.received[1]).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  const kim = harness.workspace.user('kim');
  expect(await kim.types('/imapp')).toMatchObject({ code: 'dispatch_failed' });
  const next = await connect(harness);
  expect(await kim.types('/imapp')).toEqual({ ok: true });
  expect(next.received).toHaveLength(2);
  harness.clock.advance(10_000);
  await harness.workspace.until(() => old.socket.readyState === WebSocket.CLOSED, 'the old socket to close');
});

test('a warning leaves the socket in use', async () => {
  const harness = await startHarness();
  const socket = await connect(harness);
  await harness.workspace.control.disconnect({ reason: 'warning' });
  expect(await harness.workspace.user('kim').types('/imapp')).toEqual({ ok: true });
  expect(socket.received[1]).toMatchObject({ type: 'disconnect', reason: 'warning' });
});

test('an envelope fails when its socket closes', async () => {
  const harness = await startHarness();
  await connect(harness, () => 'never');
  const typing = harness.workspace.user('kim').types('/imapp');
  await harness.workspace.until(() => harness.workspace.traffic().some((one) => one.via === 'socket'), 'the envelope');
  await harness.workspace.control.disconnect({ abrupt: true });
  expect(await typing).toMatchObject({ code: 'dispatch_failed' });
});

test('a missing acknowledgement times out after three seconds; a late one is ignored', async () => {
  const harness = await startHarness();
  const socket = await connect(harness, () => 'never');
  const kim = harness.workspace.user('kim');
  const typing = kim.types('/imapp');
  await harness.workspace.until(() => socket.received.length === 2, 'the envelope');
  harness.clock.advance(3000);
  expect(await typing).toMatchObject({ code: 'operation_timeout' });
  socket.socket.send(JSON.stringify({ envelope_id: socket.received[1]?.['envelope_id'], payload: { text: 'late' } }));
  socket.socket.send('not even JSON');
  await connect(harness);
  expect(kim.canSee('late')).toBe(false);
});

test('a retried event has retry_attempt; a redelivered envelope keeps its id', async () => {
  const harness = await startHarness();
  const socket = await connect(harness);
  await harness.workspace.control.fault({ on: 'events', status: 500 });
  await harness.workspace.user('kim').opensHome();
  harness.clock.advance(0);
  await harness.workspace.until(() => socket.received.length === 3, 'the second try');
  expect(socket.received[2]).toMatchObject({ retry_attempt: 1, retry_reason: 'http_error' });
  const [, first, second] = socket.received;
  expect(objectIn(first ?? {}, 'payload')?.['event_id']).toBe(objectIn(second ?? {}, 'payload')?.['event_id']);
  await harness.workspace.control.redeliver({});
  expect(socket.received[3]?.['envelope_id']).toBe(second?.['envelope_id']);
  await expect(harness.workspace.control.redeliver({ spoil: 'signature' })).rejects.toThrow('no signature');
});
