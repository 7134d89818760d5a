import type { ServiceContext } from '../changes/context.js';
import type { VendorEvent } from '../tencent/webhook-events.js';

/** Processes an event of Tencent's webhook. Its payload is the event. */
export const processVendorEventJob = 'process-vendor-event';
/** Tencent does not send an event again after so many days. */
const retentionDays = 7;
const dayMs = 86_400_000;

/**
 * Records an event and enqueues its job, in one statement. An event that was recorded before is not processed again.
 * Returns false, and does nothing, for an unknown app.
 */
export async function recordVendorEvent(
  { database: { prisma }, now }: Pick<ServiceContext, 'database' | 'now'>,
  event: VendorEvent,
): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ known: boolean }[]>`
    WITH known AS (
      SELECT sdk_app_id FROM app WHERE sdk_app_id = ${event.sdkAppId}
    ), new_event AS (
      INSERT INTO inbound_event (dedupe_key, received_at) SELECT ${event.dedupeKey}, ${now().toISOString()}::timestamptz FROM known
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key
    )
    SELECT EXISTS (SELECT FROM known) AS known,
      (SELECT count((graphile_worker.add_job(${processVendorEventJob}, ${JSON.stringify(event)}::json)).id)::int FROM new_event) AS jobs`;
  return row?.known === true;
}

/** Deletes the records of events and reports older than the retention time. Returns how many. */
export async function pruneInboundEvents({
  database: { prisma },
  now,
}: Pick<ServiceContext, 'database' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - retentionDays * dayMs);
  const { count } = await prisma.inboundEvent.deleteMany({ where: { receivedAt: { lt: before } } });
  return count;
}
