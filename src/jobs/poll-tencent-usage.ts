import { once } from 'node:events';
import type { ServiceContext } from '../changes/context.js';
import { loadApp } from '../changes/operation-context.js';
import type { TencentCredentials } from '../config/tencent-credentials.js';
import type { Logger } from '../observability/log.js';
import type { createUsageReader } from '../tencent/usage.js';
import { recordReadings } from '../usage/readings.js';

export interface TencentPollDeps extends ServiceContext {
  readonly log: Logger;
  /** Of every app that is polled. */
  readonly credentials: readonly TencentCredentials[];
  readonly readUsage: ReturnType<typeof createUsageReader>;
}

/** How many apps are read at the same time. The reader keeps to Tencent's rate limits by itself. */
const maxConcurrentReads = 4;

/**
 * Reads the usage of every app with credentials from Tencent, and records it. A failure for one app is logged and does
 * not stop the others. Idempotent. Returns at once when `signal` aborts, and records nothing after that; the apps that
 * were not read yet are read by the next poll.
 */
export async function pollTencentUsage(deps: TencentPollDeps, signal: AbortSignal): Promise<void> {
  const waiting = [...deps.credentials];
  const pollNext = async () => {
    for (let app = waiting.shift(); app && !signal.aborted; app = waiting.shift()) {
      const { sdkAppId } = app;
      await pollApp(deps, app, signal).catch((error: unknown) => {
        deps.log.error({ err: error, sdkAppId }, 'the usage that the vendor tells could not be put on record');
      });
    }
  };
  const finished = new AbortController();
  const aborted = once(signal, 'abort', { signal: finished.signal }).catch(() => null);
  await Promise.race([Promise.all(Array.from({ length: maxConcurrentReads }, pollNext)), aborted]);
  finished.abort();
}

async function pollApp(deps: TencentPollDeps, credentials: TencentCredentials, signal: AbortSignal): Promise<void> {
  const { database, rules, now, log, readUsage } = deps;
  const { app } = await loadApp(database.prisma, credentials.sdkAppId, now().toISOString(), rules);
  if (!app || app.state === 'purged') return;
  const { readings, problem } = await readUsage({ ...credentials, dataCenter: app.dataCenter });
  if (signal.aborted) return;
  const { closedMonths } = await recordReadings(
    deps,
    readings.map((reading) => ({ ...reading, subject: '' })),
  );
  if (closedMonths.size > 0) log.warn({ months: [...closedMonths] }, 'readings of closed months were not counted');
  if (problem) log.warn({ problem }, 'the vendor did not tell all of an app’s usage');
}
