import { appAt, type Desk } from '../changes/desk.js';
import { takeReadings } from '../changes/usage.js';
import type { Database } from '../database/database.js';
import type { Log } from '../log.js';
import type { VendorKey } from '../tencent/keys.js';
import type { openUsageReader } from '../tencent/usage.js';

/** What polling the vendor takes. */
export interface Polling {
  readonly database: Database;
  readonly desk: Desk;
  readonly log: Log;
  readonly keys: readonly VendorKey[];
  readonly read: ReturnType<typeof openUsageReader>;
}

/** So many apps are asked about side by side; the reader sees to it that the vendor is not asked too often. */
const atOnce = 4;

/**
 * Asks the vendor for the usage of every app that has a key, and puts it on record. What goes wrong with one app is
 * logged, and keeps no other from its turn. The same days again change nothing.
 */
export async function pollVendor(polling: Polling): Promise<void> {
  const waiting = [...polling.keys];
  const work = async () => {
    for (let key = waiting.shift(); key; key = waiting.shift()) await poll(polling, key);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

async function poll({ database, desk, log, read }: Polling, key: VendorKey): Promise<void> {
  const { app } = await appAt(database.prisma, key.sdkAppId, desk.now().toISOString(), desk.rules);
  if (!app || app.state === 'purged') return;
  const { readings, problem } = await read({ ...key, dataCenter: app.dataCenter });
  await takeReadings(
    database,
    desk,
    readings.map((reading) => ({ ...reading, subject: '' })),
  );
  if (problem) log.warn({ problem }, 'the vendor did not tell all of an app’s usage');
}
