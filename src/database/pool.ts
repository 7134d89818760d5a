import { Client, type ClientBase, Pool, type PoolClient, type PoolConfig } from 'pg';
import { isTooManyConnections } from './errors.js';
import { applySessionSettings } from './session-settings.js';

/**
 * A pool that reports broken connections; without that their errors are unhandled and end the process. A connection can
 * break while it is idle, and while it is checked out between two statements; the next statement on it fails, too.
 */
export function openPool(config: PoolConfig, report: (error: Error) => void): Pool {
  const pool = new Pool({ ...config, onConnect: (client) => applySessionSettings(client, config) });
  pool.on('error', report);
  pool.on('connect', (client) => client.on('error', report));
  pool.on('release', (_error, client) => closeIfBusy(client));
  adaptConnect(pool);
  return pool;
}

/**
 * Closes a connection whose statement timed out, so that no other waits behind it. The pool drops closed connections.
 */
function closeIfBusy(client: ClientBase): void {
  if ('readyForQuery' in client && !client.readyForQuery && client instanceof Client) void client.end();
}

type ConnectCallback = Parameters<Pool['connect']>[0];

/** How long a connection is waited for when PostgreSQL has no more to give, and how often it is asked for one. */
const maxWaitMs = 5_000;
const retryMs = 250;

/**
 * Adapts `connect` in two ways. When PostgreSQL has no more connections, another is asked for until `maxWaitMs` is over:
 * those of processes that end become free in a moment.
 *
 * And a connection that was taken with a callback may be released twice. graphile-worker 0.17 does so when a connection
 * breaks while it is released; the error that the pool throws is unhandled there and would end the process.
 */
function adaptConnect(pool: Pool): void {
  const connect = pool.connect.bind(pool);
  const connectPatiently = (callback: ConnectCallback, deadline: number) =>
    connect((error, client, release) => {
      if (isTooManyConnections(error) && performance.now() < deadline) {
        setTimeout(connectPatiently, retryMs, callback, deadline);
        return;
      }
      let released = false;
      callback(error, client, (problem) => {
        if (released) return;
        released = true;
        release(problem);
      });
    });
  const adapted = (callback?: ConnectCallback) => {
    const deadline = performance.now() + maxWaitMs;
    if (callback !== undefined) return connectPatiently(callback, deadline);
    return new Promise<PoolClient>((resolve, reject) =>
      connectPatiently((error, client) => (client ? resolve(client) : reject(error)), deadline),
    );
  };
  Object.assign(pool, { connect: adapted });
}
