import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from '../../observability/log.js';
import { withTimeout } from '../timeout.js';

/** What is told to whoever remembers apps. */
interface AppChangeHandler {
  /** The app has changed, or is new. */
  changed(sdkAppId: number): void;
  /** From here on every change is heard, or none is: what was remembered until now is worth nothing. */
  anew(listening: boolean): void;
}

export interface AppChangeListener {
  /** Whether everything has been heard that was committed until `freshForMs` ago. */
  upToDate(): boolean;
  close(): Promise<void>;
}

/** How long a proof is good for, how often there is one, and after how long without one the connection counts as dead. */
const freshForMs = 900;
const heartbeatIntervalMs = 250;
const heartbeatTimeoutMs = 5_000;
const againAfterMs = 250;

/** Nothing of a heartbeat has to last, so its commit waits for no disk. */
const heartbeat = `SELECT set_config('synchronous_commit', 'off', true), pg_notify('app_changed', $1)`;

/**
 * Listens for changes of apps, over one connection of the pool, which is opened again whenever it is lost.
 *
 * PostgreSQL delivers notifications in the order of commits. So the ear sends one to itself every now and then: when it
 * comes back, everything has been heard that was committed before it was sent. A connection that looks alive but
 * delivers nothing proves nothing.
 */
export function listenForApps(pool: Pool, hearer: AppChangeHandler, log: Pick<Logger, 'warn'>): AppChangeListener {
  const name = randomBytes(6).toString('hex');
  const stop = new AbortController();
  let beats = 0;
  let sent = { word: '', at: Number.NEGATIVE_INFINITY };
  let provenAt = Number.NEGATIVE_INFINITY;

  const hear = (word: string | undefined) => {
    if (word === sent.word) provenAt = sent.at;
    else if (word !== undefined && /^\d+$/.test(word)) hearer.changed(Number(word));
  };
  const attend = async (client: PoolClient) => {
    client.on('notification', ({ channel, payload }) => {
      if (channel === 'app_changed') hear(payload);
    });
    // The pool's limit is for reads.
    await withTimeout(client.query('LISTEN app_changed; SET statement_timeout = 0'), heartbeatTimeoutMs);
    hearer.anew(true);
    for (;;) {
      beats += 1;
      sent = { word: `beat ${name} ${beats}`, at: performance.now() };
      await withTimeout(client.query(heartbeat, [sent.word]), heartbeatTimeoutMs);
      await pause(heartbeatIntervalMs, undefined, { signal: stop.signal, ref: false });
    }
  };
  const keep = async () => {
    while (!stop.signal.aborted) {
      try {
        await untilLost(await pool.connect(), attend);
      } catch (error) {
        if (!stop.signal.aborted)
          log.warn({ err: error }, 'no news of apps: they are read from the database meanwhile');
      }
      provenAt = Number.NEGATIVE_INFINITY;
      hearer.anew(false);
      await pause(againAfterMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});
    }
  };
  const kept = keep();
  return {
    upToDate: () => performance.now() - provenAt < freshForMs,
    async close() {
      stop.abort();
      await kept;
    },
  };
}

/** Works with a connection until that fails or the connection does. It does not go back to the pool. */
async function untilLost(client: PoolClient, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const lost = new Promise<never>((_, reject) => {
    client.once('error', reject);
    client.once('end', () => reject(new Error('the connection has ended')));
  });
  try {
    await Promise.race([work(client), lost]);
  } finally {
    lost.catch(() => {});
    client.release(true);
  }
}
