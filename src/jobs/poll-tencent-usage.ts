import { once } from 'node:events';
import type { ServiceContext } from '../changes/context.js';
import { loadApp } from '../changes/operation-context.js';
import type { TencentCredentials } from '../config/tencent-credentials.js';
import type { Logger } from '../observability/log.js';
import type { createUsageReader } from '../tencent/usage.js';
import { recordReadings } from '../usage/readings.js';

/** What polling the vendor takes. */
export interface Polling extends ServiceContext {
  readonly log: Logger;
  readonly keys: readonly TencentCredentials[];
  readonly read: ReturnType<typeof createUsageReader>;
}

/** So many apps are asked about side by side; the reader sees to it that the vendor is not asked too often. */
const batchSize = 4;

/**
 * Asks the vendor for the usage of every app that has a key, and puts it on record. What goes wrong with one app is
 * logged, and keeps no other from its turn. The same days again change nothing. Ends at once when it is called off, and
 * puts nothing on record any more: whoever was not asked about has their turn the next time.
 */
export async function pollTencentUsage(polling: Polling, calledOff: AbortSignal): Promise<void> {
  const waiting = [...polling.keys];
  const work = async () => {
    for (let key = waiting.shift(); key && !calledOff.aborted; key = waiting.shift()) {
      const { sdkAppId } = key;
      await poll(polling, key, calledOff).catch((error: unknown) => {
        polling.log.error({ err: error, sdkAppId }, 'the usage that the vendor tells could not be put on record');
      });
    }
  };
  const over = new AbortController();
  const off = once(calledOff, 'abort', { signal: over.signal }).catch(() => null);
  await Promise.race([Promise.all(Array.from({ length: batchSize }, work)), off]);
  over.abort();
}

async function poll(polling: Polling, key: TencentCredentials, calledOff: AbortSignal): Promise<void> {
  const { database, rules, now, log, read } = polling;
  const { app } = await loadApp(database.prisma, key.sdkAppId, now().toISOString(), rules);
  if (!app || app.state === 'purged') return;
  const { readings, problem } = await read({ ...key, dataCenter: app.dataCenter });
  if (calledOff.aborted) return;
  await recordReadings(
    polling,
    readings.map((reading) => ({ ...reading, subject: '' })),
  );
  if (problem) log.warn({ problem }, 'the vendor did not tell all of an app’s usage');
}
