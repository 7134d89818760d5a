import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { startServer } from '../../src/server.js';
import { afterTest } from '../support/databases.js';

test('HTTP server: a handler that throws or rejects is answered with 500 and logged', async () => {
  const log = pino({ level: 'silent' });
  const logged = vi.spyOn(log, 'error');
  const server = await startServer(
    { port: 0, host: '127.0.0.1', log, keepAliveSeconds: 75, requestTimeoutSeconds: 10 },
    {
      '/now': () => {
        throw new Error('now');
      },
      '/later': async () => Promise.reject(new Error('later')),
      '/halfway': async (_request, response) => {
        response.writeHead(200).write('half');
        throw new Error('halfway');
      },
    },
  );
  afterTest(() => server.close());
  const status = async (path: string) => (await fetch(`http://127.0.0.1:${server.port}${path}`)).status;
  expect([await status('/now'), await status('/later')]).toEqual([500, 500]);
  await expect(fetch(`http://127.0.0.1:${server.port}/halfway`).then((it) => it.text())).rejects.toThrow();
  expect(logged.mock.calls).toMatchObject(
    ['now', 'later', 'halfway'].map((message) => [{ err: { message }, path: `/${message}` }, expect.any(String)]),
  );
});
