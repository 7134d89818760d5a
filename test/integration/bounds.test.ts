import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/observability/log.js';
import { startServer } from '../../src/server.js';
import { createUnsignedBodies } from '../../src/slack/receiver/unsigned-bodies.js';
import { afterTest } from '../support/databases.js';

const mebibyte = 1024 ** 2;

async function startBounded({ requestTimeoutSeconds = 10, keepAliveSeconds = 75 } = {}) {
  const server = await startServer(
    { port: 0, host: '127.0.0.1', log: createLogger('silent'), requestTimeoutSeconds, keepAliveSeconds },
    {
      '/echo': async (incoming, response) => {
        response.end(await text(incoming));
      },
    },
  );
  afterTest(async () => {
    server.destroyConnections();
    await server.close();
  });
  const open = async () => {
    const socket = connect(server.port, '127.0.0.1');
    afterTest(async () => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  return { port: server.port, open };
}

/** All that a socket receives until it is closed. */
const received = (socket: Socket) => text(socket);

test.each([
  ['headers', 'POST /echo HTTP/1.1\r\nHost: a\r\n'],
  ['body', 'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc'],
])('a request whose %s do not arrive in time is answered with 408, and its connection closed', async (_, sent) => {
  const { open } = await startBounded({ requestTimeoutSeconds: 1 });
  const socket = await open();
  socket.write(sent);
  expect(await received(socket)).toMatch(/^HTTP\/1.1 408 /);
});

test('the server says for how long it keeps a connection, longer than balancers do', async () => {
  const { port } = await startBounded();
  const response = await fetch(`http://127.0.0.1:${port}/echo`, { method: 'POST', body: 'a' });
  expect(response.headers.get('keep-alive')).toBe('timeout=75');
});

/** A server that reads bodies as `/slack/events` does, at most `maxBytes` of them at the same time. */
async function startReader(maxBytes: number) {
  const brokenOff: unknown[] = [];
  const bodies = createUnsignedBodies({
    maxBytesPerBody: mebibyte,
    maxBytes,
    onBrokenOff: ({ headers }) => void brokenOff.push(headers['x-name']),
  });
  const server = createServer((incoming, response) => {
    bodies.read(incoming).then(
      (body) => response.writeHead(body === null ? 413 : 200).end(String(body?.length)),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterTest(async () => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const begin = (name: string, bytes: number) => {
    const sent = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'x-name': name } });
    sent.on('error', () => {});
    sent.write(Buffer.alloc(bytes));
    afterTest(async () => void sent.destroy());
    return sent;
  };
  const send = (body: string) => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
  return { brokenOff, begin, send };
}

test('of bodies that never end only so many bytes are kept: the largest is broken off, a small one gets through', async () => {
  const { brokenOff, begin, send } = await startReader(2 * mebibyte);
  for (let count = 0; count < 20; count++) begin(`large ${count}`, 300_000);
  await expect.poll(() => brokenOff.length).toBe(14);
  expect(await (await send('a'.repeat(50_000))).text()).toBe('50000');
  expect(brokenOff.every((name) => String(name).startsWith('large'))).toBe(true);
});

test('a body that is read does not count any more', async () => {
  const { brokenOff, send } = await startReader(mebibyte);
  for (let count = 0; count < 5; count++) expect((await send('a'.repeat(500_000))).status).toBe(200);
  expect((await send('a')).status).toBe(200);
  expect(brokenOff).toEqual([]);
});
