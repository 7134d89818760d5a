import type { ServiceContext } from '../changes/context.js';
import type { VendorEvent } from '../tencent/webhook-events.js';
import { recordLimitErrors } from './limit-errors.js';
import { recordReadings } from './readings.js';

/** The vendor's code for a group that has reached its own member limit. */
const groupFull = 10014;

/**
 * What an event of the vendor's means here: a full group is a refusal of the next member, and the alarm for the daily
 * quota a reading. The others say nothing about a limit of the app's. May run twice for one event.
 */
export async function processVendorEvent(
  ctx: ServiceContext,
  { dedupeKey, kind, sdkAppId, data, at }: VendorEvent,
): Promise<void> {
  if (kind === 'group-full')
    await recordLimitErrors(ctx, [{ sdkAppId, errorCode: groupFull, at, count: 1 }], dedupeKey);
  const { used } = data;
  if (kind === 'daily-group-quota' && typeof used === 'number') {
    await recordReadings(ctx, [{ sdkAppId, metric: 'dailyNetGroupIncrease', value: used, at, subject: '' }]);
  }
}
