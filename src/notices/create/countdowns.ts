import { Prisma } from '../../database/generated/client.js';
import { addedAtOnce, inBatches, type Round } from '../../jobs/round.js';
import { type Countdown, countdowns, noticeColumns, noticeOf, onceOf, placeOf } from '../countdown.js';

const { sql, join } = Prisma;

/** Notes the apps whose validity is about to end, or whose data is about to go. Answers how many. */
export async function noteCountdowns(round: Round): Promise<number> {
  let all = 0;
  for (const countdown of Object.values(countdowns)) all += await note(round, countdown);
  return all;
}

/** Of the levels only the nearest is said: who was away when there were seven days left hears of the two there are now. */
function note({ database: { prisma }, desk, team }: Round, countdown: Countdown): Promise<number> {
  const { kind, term, days } = countdown;
  const at = desk.now().toISOString();
  const within = (left: number) => countdown.within(left, at, desk.rules);
  const nearest = join(
    days.map((left) => sql`WHEN ${within(left)} THEN ${left}::int`),
    ' ',
  );
  return inBatches(
    () => prisma.$executeRaw`
      INSERT INTO notice (${noticeColumns})
      SELECT ${noticeOf(countdown, desk.rules, team)}, ${at}::timestamptz
      FROM (
        SELECT *, CASE ${nearest} END AS days FROM app
        WHERE state = ${countdown.during}::app_state AND ${within(Math.max(...days))} AND NOT ${within(0)}
      ) AS app
      WHERE ${placeOf(team).channel} IS NOT NULL AND NOT EXISTS (SELECT FROM notice WHERE notice.once = ${onceOf(kind, term)})
      ORDER BY app.sdk_app_id LIMIT ${addedAtOnce}
      ON CONFLICT (once) DO NOTHING`,
    addedAtOnce,
  );
}
