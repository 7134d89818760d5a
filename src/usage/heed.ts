import type { Desk } from '../changes/operation-context.js';
import type { Database } from '../database/client.js';
import { takeRefusals } from './limit-errors.js';
import { takeReadings } from './readings.js';
import type { VendorEvent } from './vendor-events.js';

/** The vendor's code for a group that has reached its own member limit. */
const groupFull = 10014;

/**
 * What an event of the vendor's means here: a full group is a refusal of the next member, and the alarm for the daily
 * quota a reading. The others say nothing about a limit of the app's. May run twice for one event.
 */
export async function heed(
  database: Database,
  desk: Desk,
  { once, kind, sdkAppId, facts, at }: VendorEvent,
): Promise<void> {
  if (kind === 'group-full') await takeRefusals(database, [{ sdkAppId, errorCode: groupFull, at, count: 1 }], once);
  const { used } = facts;
  if (kind === 'daily-group-quota' && typeof used === 'number') {
    await takeReadings(database, desk, [{ sdkAppId, metric: 'dailyNetGroupIncrease', value: used, at, subject: '' }]);
  }
}
