import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '../../observability/log.js';
import { withTimeout } from '../timeout.js';

export interface AppChangeHandler {
  /** The app has changed, or is new. */
  onAppChanged(sdkAppId: number): void;
  /** From now on every change is reported (true), or none is (false). Changes before this call may have been missed. */
  onListening(listening: boolean): void;
}

export interface AppChangeListener {
  /** Whether every change that was committed more than `provenForMs` ago has been reported. */
  upToDate(): boolean;
  close(): Promise<void>;
}

/** For how long a heartbeat that came back proves that nothing was missed. */
const provenForMs = 900;
const heartbeatIntervalMs = 250;
/** A connection that does not respond within this time counts as lost. */
const heartbeatTimeoutMs = 5_000;
const reconnectDelayMs = 250;

/** A heartbeat writes nothing durable, so its commit need not wait for the disk. */
const sendHeartbeat = `SELECT set_config('synchronous_commit', 'off', true), pg_notify('app_changed', $1)`;

/**
 * Listens for changes of apps, over one connection of the pool. Reconnects when it is lost.
 *
 * PostgreSQL delivers notifications in the order of commits. So the listener regularly sends a notification to itself,
 * a heartbeat: when that arrives, all changes that were committed before it was sent have arrived. A connection that
 * looks alive but delivers nothing proves nothing.
 */
export function listenForApps(pool: Pool, handler: AppChangeHandler, log: Pick<Logger, 'warn'>): AppChangeListener {
  const name = randomBytes(6).toString('hex');
  const closing = new AbortController();
  let heartbeatCount = 0;
  let lastHeartbeat = { payload: '', sentAt: Number.NEGATIVE_INFINITY };
  let provenAt = Number.NEGATIVE_INFINITY;

  const onNotification = (payload: string | undefined) => {
    if (payload === lastHeartbeat.payload) provenAt = lastHeartbeat.sentAt;
    else if (payload !== undefined && /^\d+$/.test(payload)) handler.onAppChanged(Number(payload));
  };
  const listen = async (client: PoolClient) => {
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'app_changed') onNotification(payload);
    });
    // The statement timeout of the pool is meant for reads.
    await withTimeout(client.query('LISTEN app_changed; SET statement_timeout = 0'), heartbeatTimeoutMs);
    handler.onListening(true);
    for (;;) {
      heartbeatCount += 1;
      lastHeartbeat = { payload: `heartbeat ${name} ${heartbeatCount}`, sentAt: performance.now() };
      await withTimeout(client.query(sendHeartbeat, [lastHeartbeat.payload]), heartbeatTimeoutMs);
      await pause(heartbeatIntervalMs, undefined, { signal: closing.signal, ref: false });
    }
  };
  const listenUntilClosed = async () => {
    while (!closing.signal.aborted) {
      try {
        await untilLost(await pool.connect(), listen);
      } catch (error) {
        if (!closing.signal.aborted)
          log.warn({ err: error }, 'no news of apps: they are read from the database meanwhile');
      }
      provenAt = Number.NEGATIVE_INFINITY;
      handler.onListening(false);
      await pause(reconnectDelayMs, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  };
  const closed = listenUntilClosed();
  return {
    upToDate: () => performance.now() - provenAt < provenForMs,
    async close() {
      closing.abort();
      await closed;
    },
  };
}

/** Runs `use` with a connection until it fails or the connection is lost. The connection is closed afterwards. */
async function untilLost(client: PoolClient, use: (client: PoolClient) => Promise<void>): Promise<void> {
  const lost = new Promise<never>((_, reject) => {
    client.once('error', reject);
    client.once('end', () => reject(new Error('the connection has ended')));
  });
  try {
    await Promise.race([use(client), lost]);
  } finally {
    lost.catch(() => {});
    client.release(true);
  }
}
