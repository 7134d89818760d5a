import type { ServiceContext } from '../changes/context.js';
import { addMs, approvalWindowMs } from '../changes/prepare.js';
import { Prisma } from '../database/generated/client.js';

/**
 * What a clock that was ahead has left behind: instants of a future that has not come, for which everything would wait.
 * Makes it due now, as of `now`, which is right. Returns how many rows of each kind there were, without those that had
 * none. Idempotent, and may run in several processes at once.
 */
export async function rescheduleFromFuture(
  { database: { prisma }, rules: { calendar } }: ServiceContext,
  now: Date,
): Promise<Readonly<Record<string, number>>> {
  const at = now.toISOString();
  const statements = {
    jobs,
    schedules,
    requests: requests(at, addMs(at, approvalWindowMs)),
    messages: messages(at),
    snoozes: snoozes(calendar.addDays(at, maxSnoozeDays)),
    readings: readings(at, calendar.dayOf(at)),
  };
  const counts: Record<string, number> = {};
  for (const [name, statement] of Object.entries(statements)) {
    const repaired = await prisma.$queryRaw<unknown[]>(statement);
    if (repaired.length > 0) counts[name] = repaired.length;
  }
  return counts;
}

/** The longest snooze that a message offers. */
const maxSnoozeDays = 7;
/** How far two clocks that are right may differ. */
const skew = Prisma.sql`interval '2 minutes'`;
const readingSkew = Prisma.sql`interval '10 minutes'`;
/** A retry of graphile-worker is due after e^10 s at most, 6.1 hours. No job of ours is due later than that. */
const maxJobDelay = Prisma.sql`interval '7 hours'`;

/** The queue goes by the clock of the database server, everything else by ours. */
const jobs = Prisma.sql`
  UPDATE graphile_worker._private_jobs
  SET run_at = least(run_at, now()), created_at = least(created_at, now()), updated_at = least(updated_at, now())
  WHERE locked_at IS NULL AND (run_at > now() + ${maxJobDelay} OR created_at > now() + ${skew} OR updated_at > now() + ${skew}) RETURNING 1`;

const schedules = Prisma.sql`
  UPDATE graphile_worker._private_known_crontabs
  SET last_execution = least(last_execution, now()), known_since = least(known_since, now())
  WHERE last_execution > now() + ${skew} OR known_since > now() + ${skew} RETURNING 1`;

const requests = (at: string, until: string) => Prisma.sql`
  UPDATE change SET created_at = least(created_at, ${at}::timestamptz), expires_at = ${until}::timestamptz
  WHERE state IN ('proposed', 'pending') AND expires_at > ${until}::timestamptz + ${skew} RETURNING 1`;

/** When a message was attempted is not known any more: some time in the last day, in which it is looked for. */
const messages = (at: string) => {
  const latest = Prisma.sql`${at}::timestamptz + ${skew}`;
  const repaired = (attempt: Prisma.Sql) =>
    Prisma.sql`CASE WHEN ${attempt} > ${latest} THEN ${at}::timestamptz - interval '1 day' ELSE ${attempt} END`;
  return Prisma.sql`
    UPDATE message SET created_at = least(created_at, ${at}::timestamptz),
      attempted_at = ${repaired(Prisma.sql`attempted_at`)}, file_attempted_at = ${repaired(Prisma.sql`file_attempted_at`)}
    WHERE failure IS NULL AND delivered_version < wanted_version
      AND greatest(created_at, attempted_at, file_attempted_at) > ${latest} RETURNING 1`;
};

const snoozes = (until: string) => Prisma.sql`
  UPDATE snooze SET until = ${until}::timestamptz WHERE until > ${until}::timestamptz + ${skew} RETURNING 1`;

/**
 * Readings of days that have not come would be charged then. Of today's, a later one would not count; the API takes
 * readings that are up to five minutes ahead.
 */
const readings = (at: string, today: string) => Prisma.sql`
  WITH future AS (
    SELECT sdk_app_id FROM usage_reading WHERE measured_at > ${at}::timestamptz + ${readingSkew}
  ), evaluations AS (
    UPDATE limit_evaluation SET last_reading_at = least(last_reading_at, ${at}::timestamptz), billing_day = least(billing_day, ${today})
    WHERE sdk_app_id IN (SELECT sdk_app_id FROM future)
  ), of_days_to_come AS (
    DELETE FROM usage_reading WHERE measured_at > ${at}::timestamptz + ${readingSkew} AND day > ${today}::date RETURNING 1
  ), of_today AS (
    UPDATE usage_reading SET measured_at = ${at}::timestamptz
    WHERE measured_at > ${at}::timestamptz + ${readingSkew} AND day <= ${today}::date RETURNING 1
  )
  SELECT 1 FROM of_days_to_come UNION ALL SELECT 1 FROM of_today`;
