import { inBatches, insertBatchSize } from '../../database/batches.js';
import { Prisma } from '../../database/generated/client.js';
import { type Countdown, countdowns, noticeColumns, noticeOf, onceOf, placeOf } from '../countdown.js';
import type { SweepContext } from '../sweep-context.js';

const { sql, join } = Prisma;

/** Notes the apps whose validity is about to end, or whose data is about to go. Answers how many. */
export async function createCountdownNotices(ctx: SweepContext): Promise<number> {
  let all = 0;
  for (const countdown of Object.values(countdowns)) all += await note(ctx, countdown);
  return all;
}

/** Of the levels only the nearest is said: who was away when there were seven days left hears of the two there are now. */
function note(ctx: SweepContext, countdown: Countdown): Promise<number> {
  const {
    database: { prisma },
    noticeDefaults,
  } = ctx;
  const { kind, groupKey, days } = countdown;
  const at = ctx.now().toISOString();
  const within = (left: number) => countdown.endsWithin(left, at, ctx.rules);
  const nearest = join(
    days.map((left) => sql`WHEN ${within(left)} THEN ${left}::int`),
    ' ',
  );
  return inBatches(
    () => prisma.$executeRaw`
      INSERT INTO notice (${noticeColumns})
      SELECT ${noticeOf(countdown, ctx.rules, noticeDefaults)}, ${at}::timestamptz
      FROM (
        SELECT *, CASE ${nearest} END AS days FROM app
        WHERE state = ${countdown.during}::app_state AND ${within(Math.max(...days))} AND NOT ${within(0)}
      ) AS app
      WHERE ${placeOf(noticeDefaults).channel} IS NOT NULL AND NOT EXISTS (SELECT FROM notice WHERE notice.dedupe_key = ${onceOf(kind, groupKey)})
      ORDER BY app.sdk_app_id LIMIT ${insertBatchSize}
      ON CONFLICT (dedupe_key) DO NOTHING`,
    insertBatchSize,
  );
}
