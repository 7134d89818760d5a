import { batchSize, inBatches } from '../database/batches.js';
import { type Countdown, countdowns, noticeColumns, noticeOf, placeOf } from '../notices/countdown.js';
import type { SweepContext } from '../notices/sweep-context.js';

/** A state that an app comes to by itself. */
interface ScheduledTransition {
  readonly operation: 'expire' | 'purge';
  readonly state: 'suspended' | 'purged';
  readonly countdown: Countdown;
}

/** Suspends the developer apps whose validity is over, as of when it ended. Answers how many. */
export function suspendExpired(ctx: SweepContext): Promise<number> {
  return applyDue(ctx, { operation: 'expire', state: 'suspended', countdown: countdowns['dev-expiry'] });
}

/** Writes off the disabled apps that cannot be restored any more, as of when their time was over. Answers how many. */
export function purgeDisabled(ctx: SweepContext): Promise<number> {
  return applyDue(ctx, { operation: 'purge', state: 'purged', countdown: countdowns['disable-countdown'] });
}

/**
 * The record catches up with the clock: what an app is at an instant is known without it (`stateAt`). App, history,
 * audit and notice are one statement; an app that somebody is changing at this moment is left to the next ctx.
 */
async function applyDue(ctx: SweepContext, { countdown, operation, state }: ScheduledTransition): Promise<number> {
  const {
    database: { prisma },
    noticeDefaults,
  } = ctx;
  const at = ctx.now().toISOString();
  const due = countdown.endsWithin(0, at, ctx.rules);
  const ends = countdown.ends(ctx.rules);
  return inBatches(async () => {
    const [row] = await prisma.$queryRaw<{ moved: number }[]>`
      WITH due AS MATERIALIZED (
        SELECT app.sdk_app_id, app.version, app AS before, greatest(least(${at}::timestamptz, ${ends}),
          (SELECT max(effective_from) FROM app_history WHERE app_history.sdk_app_id = app.sdk_app_id)) AS since
        FROM app
        WHERE state = ${countdown.during}::app_state AND ${due}
        ORDER BY sdk_app_id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
      ), moved AS (
        UPDATE app SET state = ${state}::app_state, version = app.version + 1 FROM due
        WHERE app.sdk_app_id = due.sdk_app_id AND app.version = due.version
        RETURNING app.*, due.before, due.since, app AS after
      ), remembered AS (
        INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances)
        SELECT sdk_app_id, version, since, ${operation}, rule_set, plan, add_ons, state, '{}' FROM moved
      ), noted AS (
        INSERT INTO notice (${noticeColumns})
        SELECT ${noticeOf(countdown, ctx.rules, noticeDefaults)}, since FROM (SELECT *, 0 AS days FROM moved) AS app
        WHERE ${placeOf(noticeDefaults).channel} IS NOT NULL
        ON CONFLICT (dedupe_key) DO NOTHING
      ), told AS (
        INSERT INTO audit_event (at, actor, source, action, sdk_app_id, before, after)
        SELECT ${at}::timestamptz, 'clock', 'clock', ${`${operation}.applied`}, sdk_app_id, app_to_json(before), app_to_json(after)
        FROM moved ORDER BY sdk_app_id
      )
      SELECT count(*)::int AS moved FROM moved`;
    return row?.moved ?? 0;
  });
}
