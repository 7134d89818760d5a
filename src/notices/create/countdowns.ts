import { inBatches, insertBatchSize } from '../../database/batches.js';
import { Prisma } from '../../database/generated/client.js';
import {
  type Countdown,
  countdownNoticeValues,
  countdowns,
  dedupeKeyOf,
  destinationOf,
  noticeColumns,
} from '../countdown.js';
import type { SweepContext } from '../sweep-context.js';

const { sql, join } = Prisma;

/**
 * Creates the notices about apps whose validity is about to end or whose data is about to be deleted. Returns how many.
 */
export async function createCountdownNotices(ctx: SweepContext): Promise<number> {
  let total = 0;
  for (const countdown of Object.values(countdowns)) total += await createNoticesOf(ctx, countdown);
  return total;
}

/** An app gets only the notice with the fewest days that applies: the ones that were missed are not made up. */
function createNoticesOf(ctx: SweepContext, countdown: Countdown): Promise<number> {
  const {
    database: { prisma },
    noticeDefaults,
  } = ctx;
  const { kind, groupKey, noticeDays } = countdown;
  const at = ctx.now().toISOString();
  const endsWithin = (days: number) => countdown.endsWithin(days, at, ctx.rules);
  const daysLeft = join(
    noticeDays.map((days) => sql`WHEN ${endsWithin(days)} THEN ${days}::int`),
    ' ',
  );
  return inBatches(
    () => prisma.$executeRaw`
      INSERT INTO notice (${noticeColumns})
      SELECT ${countdownNoticeValues(countdown, ctx.rules, noticeDefaults)}, ${at}::timestamptz
      FROM (
        SELECT *, CASE ${daysLeft} END AS days FROM app
        WHERE retired_at IS NULL AND state = ${countdown.appState}::app_state AND ${endsWithin(Math.max(...noticeDays))} AND NOT ${endsWithin(0)}
      ) AS app
      WHERE ${destinationOf(noticeDefaults).channel} IS NOT NULL AND NOT EXISTS (SELECT FROM notice WHERE notice.dedupe_key = ${dedupeKeyOf(kind, groupKey)})
      ORDER BY app.sdk_app_id LIMIT ${insertBatchSize}
      ON CONFLICT (dedupe_key) DO NOTHING`,
    insertBatchSize,
  );
}
