import type { ServiceContext } from '../changes/context.js';
import type { VendorEvent } from '../tencent/webhook-events.js';

/** The job that an event becomes; its payload is the event. */
export const processVendorEventJob = 'process-vendor-event';
const keptForDays = 7;
const dayMs = 86_400_000;

/**
 * Takes an event in, once: what came before is not passed on again. One statement, so that an event is on record if and
 * only if its job is in the outbox. False, and nothing done, for an id that is no app's.
 */
export async function recordVendorEvent(
  { database: { prisma }, now }: Pick<ServiceContext, 'database' | 'now'>,
  event: VendorEvent,
): Promise<boolean> {
  const [taken] = await prisma.$queryRaw<{ known: boolean }[]>`
    WITH known AS (
      SELECT sdk_app_id FROM app WHERE sdk_app_id = ${event.sdkAppId}
    ), first AS (
      INSERT INTO inbound_event (dedupe_key, received_at) SELECT ${event.dedupeKey}, ${now().toISOString()}::timestamptz FROM known
      ON CONFLICT (dedupe_key) DO NOTHING RETURNING dedupe_key
    )
    SELECT EXISTS (SELECT FROM known) AS known,
      (SELECT count((graphile_worker.add_job(${processVendorEventJob}, ${JSON.stringify(event)}::json)).id)::int FROM first) AS jobs`;
  return taken?.known === true;
}

/** Forgets the events that came more than some days ago: the vendor does not tell them again. Answers how many. */
export async function pruneInboundEvents({
  database: { prisma },
  now,
}: Pick<ServiceContext, 'database' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - keptForDays * dayMs);
  const { count } = await prisma.inboundEvent.deleteMany({ where: { receivedAt: { lt: before } } });
  return count;
}
