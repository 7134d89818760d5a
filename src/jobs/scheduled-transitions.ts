import { batchSize, inBatches } from '../database/batches.js';
import {
  type Countdown,
  countdownNoticeValues,
  countdowns,
  destinationOf,
  noticeColumns,
} from '../notices/countdown.js';
import type { SweepContext } from '../notices/sweep-context.js';

/** A state that an app reaches by itself when its countdown ends. */
interface ScheduledTransition {
  readonly operation: 'expire' | 'purge';
  readonly state: 'suspended' | 'purged';
  readonly countdown: Countdown;
}

/** Suspends the apps whose validity has ended, effective from that instant. Returns how many. */
export function suspendExpired(ctx: SweepContext): Promise<number> {
  return applyDue(ctx, { operation: 'expire', state: 'suspended', countdown: countdowns['dev-expiry'] });
}

/** Marks the disabled apps that can no longer be restored as purged, effective from that instant. Returns how many. */
export function purgeDisabled(ctx: SweepContext): Promise<number> {
  return applyDue(ctx, { operation: 'purge', state: 'purged', countdown: countdowns['disable-countdown'] });
}

/**
 * Brings the recorded state of apps up to date; what state an app is in at an instant is known without it (`stateAt`).
 * App, history, audit event and notice are written in one statement. An app that is being changed at this moment is
 * left to the next sweep.
 */
async function applyDue(ctx: SweepContext, { countdown, operation, state }: ScheduledTransition): Promise<number> {
  const {
    database: { prisma },
    noticeDefaults,
  } = ctx;
  const at = ctx.now().toISOString();
  const due = countdown.endsWithin(0, at, ctx.rules);
  const ends = countdown.endsAt(ctx.rules);
  return inBatches(async () => {
    const [row] = await prisma.$queryRaw<{ count: number }[]>`
      WITH due AS MATERIALIZED (
        SELECT app.sdk_app_id, app.version, app AS before, greatest(least(${at}::timestamptz, ${ends}),
          (SELECT max(effective_from) FROM app_history WHERE app_history.sdk_app_id = app.sdk_app_id)) AS effective_from
        FROM app
        WHERE state = ${countdown.appState}::app_state AND ${due}
        ORDER BY sdk_app_id LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
      ), app_rows AS (
        UPDATE app SET state = ${state}::app_state, version = app.version + 1 FROM due
        WHERE app.sdk_app_id = due.sdk_app_id AND app.version = due.version
        RETURNING app.*, due.before, due.effective_from, app AS after
      ), history_rows AS (
        INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances, retired)
        SELECT sdk_app_id, version, effective_from, ${operation}, rule_set, plan, add_ons, state, '{}', retired_at IS NOT NULL FROM app_rows
      ), notice_rows AS (
        INSERT INTO notice (${noticeColumns})
        SELECT ${countdownNoticeValues(countdown, ctx.rules, noticeDefaults)}, effective_from FROM (SELECT *, 0 AS days FROM app_rows) AS app
        WHERE ${destinationOf(noticeDefaults).channel} IS NOT NULL AND app.retired_at IS NULL
        ON CONFLICT (dedupe_key) DO NOTHING
      ), audit_rows AS (
        INSERT INTO audit_event (at, actor, source, action, sdk_app_id, before, after)
        SELECT ${at}::timestamptz, 'clock', 'clock', ${`${operation}.applied`}, sdk_app_id, app_to_json(before), app_to_json(after)
        FROM app_rows ORDER BY sdk_app_id
      )
      SELECT count(*)::int AS count FROM app_rows`;
    return row?.count ?? 0;
  });
}
