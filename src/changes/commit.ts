import { appColumns, appToRow, mutableAppColumns } from '../database/app-row.js';
import { Prisma } from '../database/generated/client.js';
import type { App } from '../domain/app.js';
import { type Catalogue, ruleSetOf } from '../domain/catalogue/catalogue.js';
import type { AppUpdate } from '../operations/change-plan.js';
import {
  type Actor,
  type Change,
  type ChangeState,
  type ChangeUpdated,
  changeUpdatedJob,
  type VersionedApp,
} from './change.js';
import type { ServiceContext } from './context.js';
import { changeToRow } from './store.js';

/** An update, with its app as it was read. */
type CommittedUpdate = AppUpdate & { readonly seen: VersionedApp };

/** One transition of a change, with all that is written for it. */
export interface Commit {
  readonly at: string;
  readonly by: Pick<Actor, 'id' | 'source'>;
  /** The change after the transition. */
  readonly change: Change;
  /** The state in which the change was read. */
  readonly from: ChangeState;
  /** The updates of apps; empty when only the state of the change moves. */
  readonly updates: readonly CommittedUpdate[];
  /** Where the billing mode changes: how many apps had been registered. Another count by now is a conflict. */
  readonly registrations?: number | null;
  /** What became of the operation, for the audit trail: the second half of its action. */
  readonly auditAction: string;
  readonly reason: string | null;
}

/**
 * Commits a transition in one statement, which is one transaction: apps, history, change, audit events and outbox job.
 * (Proposals are written by `propose` and `confirm`, transitions that are due by `jobs/scheduled-transitions.ts`.) Throws
 * a conflict when apps or change were modified since they were read; `retryOnConflict` then decides again. A
 * configuration is effective from `at` on, but never before the one that it follows: clocks differ, and may go back.
 */
export async function commitChange(
  { database: { prisma }, rules: { catalogue } }: Pick<ServiceContext, 'database' | 'rules'>,
  commit: Commit,
): Promise<void> {
  const { change, at, by, updates } = commit;
  const row = changeToRow(change, by.source);
  const job: ChangeUpdated = { change: change.id };
  const newApps = JSON.stringify(updates.map((update) => newAppRow(update, catalogue)));
  const configurations = JSON.stringify(updates.flatMap(configurationRows));
  const moved = JSON.stringify(updates.flatMap(movedRows));
  const readings = JSON.stringify(updates.flatMap(readingRows));
  const auditRows = JSON.stringify(auditRowsOf(commit));
  await prisma.$queryRaw`
    WITH new_apps AS (
      SELECT new_app.*, it.seen_version, it.keeps_state, it.mode, it.mode_before
      FROM jsonb_populate_recordset(NULL::app, ${newApps}::jsonb) AS new_app
        JOIN jsonb_to_recordset(${newApps}::jsonb) AS it(
          sdk_app_id int, seen_version int, keeps_state boolean, mode text, mode_before text)
          USING (sdk_app_id)
    ), app_rows AS (
      INSERT INTO app (${columns}) SELECT ${columns} FROM new_apps ORDER BY sdk_app_id
      ON CONFLICT (sdk_app_id) DO UPDATE SET ${newValues}
      WHERE app.version = (SELECT seen_version FROM new_apps WHERE new_apps.sdk_app_id = app.sdk_app_id)
      RETURNING sdk_app_id
    ), history_rows AS (
      INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances, retired)
      SELECT sdk_app_id, it.version, coalesce(it.effective_from, greatest(${at}::timestamptz,
        (SELECT max(effective_from) FROM app_history WHERE app_history.sdk_app_id = new_apps.sdk_app_id))),
        ${change.operation}, rule_set, plan, add_ons, it.state, it.used_allowances, retired_at IS NOT NULL
      FROM new_apps JOIN jsonb_to_recordset(${configurations}::jsonb) AS it(
        sdk_app_id int, version int, effective_from timestamptz, state app_state, used_allowances text[]) USING (sdk_app_id)
      WHERE sdk_app_id IN (SELECT sdk_app_id FROM app_rows)
    ), moved_rows AS (
      UPDATE app_history SET effective_from = it.effective_from
      FROM jsonb_to_recordset(${moved}::jsonb) AS it(sdk_app_id int, "position" int, effective_from timestamptz)
      WHERE app_history.sdk_app_id = it.sdk_app_id AND app_history.sdk_app_id IN (SELECT sdk_app_id FROM app_rows)
        AND it."position" = (SELECT count(*) FROM app_history AS earlier
          WHERE earlier.sdk_app_id = app_history.sdk_app_id AND earlier.version < app_history.version)
    ), reading_rows AS (
      INSERT INTO usage_reading (sdk_app_id, metric, day, measured_at, value, peak, corrected_at)
      SELECT sdk_app_id, metric, day, ${at}::timestamptz, value, value, ${at}::timestamptz
      FROM jsonb_to_recordset(${readings}::jsonb) AS it(sdk_app_id int, metric text, day date, value bigint)
      WHERE takes_readings(to_char(day, 'YYYY-MM'))
      ON CONFLICT (sdk_app_id, metric, day) DO UPDATE SET measured_at = excluded.measured_at, value = excluded.value,
        peak = excluded.peak, corrected_at = excluded.corrected_at
      RETURNING sdk_app_id
    ), mode_rows AS (
      INSERT INTO billing_mode (account, data_center, mode, decided_at, registered_apps)
      SELECT DISTINCT account, data_center, mode, ${at}::timestamptz, 1 FROM new_apps WHERE mode IS DISTINCT FROM mode_before
      ON CONFLICT (account, data_center) DO UPDATE SET mode = excluded.mode, registered_apps = billing_mode.registered_apps + 1,
        migrated_at = CASE WHEN billing_mode.mode = excluded.mode THEN billing_mode.migrated_at 
          WHEN ${change.operation} = 'correct-mode' THEN NULL ELSE excluded.decided_at END
      WHERE billing_mode.mode = excluded.mode OR billing_mode.registered_apps = ${commit.registrations ?? null}
      RETURNING account
    ), change_row AS (
      UPDATE change SET state = ${row.state}::change_state, agreed_plan = ${JSON.stringify(row.agreedPlan)}::jsonb, reason = ${row.reason},
        expires_at = ${row.expiresAt}::timestamptz, decided_by = ${row.decidedBy}, decided_at = ${row.decidedAt}::timestamptz,
        decline_reason = ${row.declineReason}, void_cause = ${row.voidCause}::void_cause
      WHERE id = ${change.id}::uuid AND state = ${commit.from}::change_state
      RETURNING id
    ), audit_rows AS (
      INSERT INTO audit_event (at, actor, source, action, sdk_app_id, change_id, before, after, reason)
      SELECT ${at}::timestamptz, ${by.id}, ${by.source}, ${`${change.operation}.${commit.auditAction}`}, it.sdk_app_id, change_row.id,
        it.before, CASE WHEN it.keeps_state THEN (it.after::jsonb || jsonb_build_object('state',
          (SELECT state FROM app WHERE app.sdk_app_id = it.sdk_app_id)))::json ELSE it.after END, ${commit.reason}
      FROM change_row, json_to_recordset(${auditRows}::json) AS it(sdk_app_id int, before json, after json, keeps_state boolean)
      WHERE (SELECT count(*) FROM app_rows) = ${updates.length}
      RETURNING seq
    )
    SELECT
      assert_true((SELECT count(*) FROM app_rows) = ${updates.length}
        AND (SELECT count(*) FROM reading_rows) = jsonb_array_length(${readings}::jsonb)
        AND (SELECT count(*) FROM audit_rows) = ${Math.max(1, updates.length)}
        AND (SELECT count(*) FROM mode_rows) = (SELECT count(DISTINCT (account, data_center)) FROM new_apps WHERE mode IS DISTINCT FROM mode_before))::text,
      (graphile_worker.add_job(${changeUpdatedJob}, ${JSON.stringify(job)}::json, queue_name => ${queueOf(change)})).id::text`;
}

const columns = Prisma.raw(appColumns.join(', '));
// Without a new configuration the recorded state stays: a transition that is due is recorded by the sweep.
const recordedState = `CASE WHEN (SELECT keeps_state FROM new_apps WHERE new_apps.sdk_app_id = app.sdk_app_id)
  THEN app.state ELSE excluded.state END`;
const newValues = Prisma.raw(
  mutableAppColumns
    .map((column) => `${column} = ${column === 'state' ? recordedState : `excluded.${column}`}`)
    .join(', '),
);

/** The row of an app after its update, with what else the statement needs to know of it. */
function newAppRow({ after, periods, seen }: CommittedUpdate, catalogue: Catalogue): object {
  const modeOf = (app: App) => ruleSetOf(catalogue, app.ruleSet).mode;
  const isThere = seen.app?.account === after.account && seen.app.dataCenter === after.dataCenter;
  return {
    ...appToRow({ app: after, version: seen.version + Math.max(1, periods?.length ?? 1) }),
    seen_version: seen.version,
    keeps_state: periods?.length === 0,
    mode: modeOf(after),
    mode_before: seen.app && isThere ? modeOf(seen.app) : null,
  };
}

/** The configurations that the update adds. One that begins with the change has no instant: it never begins too early. */
function configurationRows({ after, usesAllowance, periods, seen }: CommittedUpdate): object[] {
  return (periods ?? [{ effectiveFrom: null, state: after.state }]).map(({ effectiveFrom, state }, i) => ({
    sdk_app_id: after.sdkAppId,
    version: seen.version + 1 + i,
    effective_from: effectiveFrom,
    state,
    used_allowances: usesAllowance,
  }));
}

function movedRows({ after, moved = [] }: CommittedUpdate): object[] {
  return moved.map(({ position, effectiveFrom }) => ({
    sdk_app_id: after.sdkAppId,
    position,
    effective_from: effectiveFrom,
  }));
}

function readingRows({ after, reading }: CommittedUpdate): object[] {
  return reading
    ? [{ sdk_app_id: after.sdkAppId, metric: reading.metric, day: reading.day, value: reading.value }]
    : [];
}

/** One audit event per updated app, or reading that is put right; one for the change itself when there is none. */
function auditRowsOf({ change, updates }: Commit): object[] {
  if (updates.length === 0) return [{ sdk_app_id: change.sdkAppId, before: change.before, after: null }];
  return updates.map(({ seen, after, periods, reading }) => {
    const keeps_state = periods?.length === 0;
    if (!reading) return { sdk_app_id: after.sdkAppId, before: seen.app, after, keeps_state };
    const { metric, day, before, value } = reading;
    return { sdk_app_id: after.sdkAppId, before: { metric, day, value: before }, after: { metric, day, value } };
  });
}

/** Jobs of one change run one after the other; those of others mostly side by side, in 16 queues by the id's first digit. */
function queueOf({ id }: Change): string {
  return `${changeUpdatedJob}-${id.slice(0, 1)}`;
}
