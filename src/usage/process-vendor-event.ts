import type { ServiceContext } from '../changes/context.js';
import type { VendorEvent } from '../tencent/webhook-events.js';
import { recordLimitErrors } from './limit-errors.js';
import { recordReadings } from './readings.js';

/** Tencent's error code when a group has reached its own member limit. */
const groupFullErrorCode = 10014;

/**
 * Records what an event of Tencent's webhook says about the app's limits: a full group is a limit error, since it
 * refuses the next member; the alarm for the daily quota is a usage reading. Other events are ignored. Idempotent.
 */
export async function processVendorEvent(
  ctx: ServiceContext,
  { dedupeKey, kind, sdkAppId, data, at }: VendorEvent,
): Promise<void> {
  if (kind === 'group-full')
    await recordLimitErrors(ctx, [{ sdkAppId, errorCode: groupFullErrorCode, at, count: 1 }], dedupeKey);
  const { used } = data;
  if (kind === 'daily-group-quota' && typeof used === 'number') {
    await recordReadings(ctx, [{ sdkAppId, metric: 'dailyNetGroupIncrease', value: used, at, subject: '' }]);
  }
}
