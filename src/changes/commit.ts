import { appColumns, appToRow, mutableAppColumns } from '../database/app-row.js';
import type { Database } from '../database/client.js';
import { Prisma } from '../database/generated/client.js';
import type { App } from '../domain/app.js';
import { type Catalogue, ruleSetOf } from '../domain/catalogue/catalogue.js';
import type { AppUpdate } from '../operations/change-plan.js';
import type { Actor, Change, ChangeState } from './change.js';
import { type ChangeUpdated, changeUpdatedJob } from './news.js';
import type { VersionedApp } from './seen.js';
import { changeToRow } from './store.js';

/** One step of a change, all of which is written, or nothing. */
export interface Commit {
  readonly at: string;
  readonly by: Pick<Actor, 'id' | 'source'>;
  /** The change as it stands after the step. */
  readonly change: Change;
  /** The state that the change was read in. */
  readonly from: ChangeState;
  /** What becomes of the apps; none: the change only goes on its way. */
  readonly updates: readonly (AppUpdate & { readonly seen: VersionedApp })[];
  /** Where the billing mode changes: how many apps had been registered under it. Others in between are a conflict. */
  readonly registrations?: number | null;
  /** What the audit trail says became of the operation. */
  readonly auditAction: string;
  readonly reason: string | null;
}

/**
 * Writes every change that a person or a program asks for, from its first yes on: app, history, change, audit and
 * outbox in one statement, which is one transaction. (What nobody has agreed to yet is written by `propose` and
 * `confirm`; what the clock does to apps, by `by-clock`.) It holds only what was decided on apps and a change that are
 * still as they were read; otherwise nothing is written, and it throws a conflict, after which `decidedAnew` reads and
 * decides anew. A configuration is in force from the step's instant on, but
 * never from before the one it follows: clocks differ, and may go back.
 */
export async function commitChange(
  { prisma }: Pick<Database, 'prisma'>,
  step: Commit,
  catalogue: Catalogue,
): Promise<void> {
  const { change, at, by, updates } = step;
  const row = changeToRow(change, by.source);
  const job: ChangeUpdated = { change: change.id };
  const newApps = JSON.stringify(updates.map((update) => newAppRow(update, catalogue)));
  const auditRows = JSON.stringify(auditEntries(step));
  await prisma.$queryRaw`
    WITH new_apps AS (
      SELECT new_app.*, it.used_allowances, it.mode, it.mode_before
      FROM jsonb_populate_recordset(NULL::app, ${newApps}::jsonb) AS new_app
        JOIN jsonb_to_recordset(${newApps}::jsonb) AS it(sdk_app_id int, used_allowances text[], mode text, mode_before text)
          USING (sdk_app_id)
    ), app_rows AS (
      INSERT INTO app (${columns}) SELECT ${columns} FROM new_apps ORDER BY sdk_app_id
      ON CONFLICT (sdk_app_id) DO UPDATE SET ${newValues}
      WHERE app.version = excluded.version - 1
      RETURNING sdk_app_id
    ), history_rows AS (
      INSERT INTO app_history (sdk_app_id, version, effective_from, operation, rule_set, plan, add_ons, state, used_allowances)
      SELECT sdk_app_id, version, greatest(${at}::timestamptz,
        (SELECT max(effective_from) FROM app_history WHERE app_history.sdk_app_id = new_apps.sdk_app_id)),
        ${change.operation}, rule_set, plan, add_ons, state, used_allowances
      FROM new_apps WHERE sdk_app_id IN (SELECT sdk_app_id FROM app_rows)
    ), mode_rows AS (
      INSERT INTO billing_mode (account, data_center, mode, decided_at, registered_apps)
      SELECT DISTINCT account, data_center, mode, ${at}::timestamptz, 1 FROM new_apps WHERE mode IS DISTINCT FROM mode_before
      ON CONFLICT (account, data_center) DO UPDATE SET mode = excluded.mode, registered_apps = billing_mode.registered_apps + 1,
        migrated_at = CASE WHEN billing_mode.mode = excluded.mode THEN billing_mode.migrated_at ELSE excluded.decided_at END
      WHERE billing_mode.mode = excluded.mode OR billing_mode.registered_apps = ${step.registrations ?? null}
      RETURNING account
    ), change_row AS (
      UPDATE change SET state = ${row.state}::change_state, agreed_plan = ${JSON.stringify(row.agreedPlan)}::jsonb, reason = ${row.reason},
        expires_at = ${row.expiresAt}::timestamptz, decided_by = ${row.decidedBy}, decided_at = ${row.decidedAt}::timestamptz,
        decline_reason = ${row.declineReason}
      WHERE id = ${change.id}::uuid AND state = ${step.from}::change_state
      RETURNING id
    ), audit_rows AS (
      INSERT INTO audit_event (at, actor, source, action, sdk_app_id, change_id, before, after, reason)
      SELECT ${at}::timestamptz, ${by.id}, ${by.source}, ${`${change.operation}.${step.auditAction}`}, it.sdk_app_id, change_row.id,
        it.before, it.after, ${step.reason}
      FROM change_row, json_to_recordset(${auditRows}::json) AS it(sdk_app_id int, before json, after json)
      WHERE (SELECT count(*) FROM app_rows) = ${updates.length}
      RETURNING seq
    )
    SELECT
      assert_true((SELECT count(*) FROM app_rows) = ${updates.length}
        AND (SELECT count(*) FROM audit_rows) = ${Math.max(1, updates.length)}
        AND (SELECT count(*) FROM mode_rows) = (SELECT count(DISTINCT (account, data_center)) FROM new_apps WHERE mode IS DISTINCT FROM mode_before))::text,
      (graphile_worker.add_job(${changeUpdatedJob}, ${JSON.stringify(job)}::json, queue_name => ${queueOf(change)})).id::text`;
}

const columns = Prisma.raw(appColumns.join(', '));
const newValues = Prisma.raw(mutableAppColumns.map((column) => `${column} = excluded.${column}`).join(', '));

/** The row of an app after its update, with what else the statement needs to know of it. */
function newAppRow({ after, usesAllowance, seen }: Commit['updates'][number], catalogue: Catalogue): object {
  const modeOf = (app: App | null) => app && ruleSetOf(catalogue, app.ruleSet).mode;
  return {
    ...appToRow({ app: after, version: seen.version + 1 }),
    used_allowances: usesAllowance,
    mode: modeOf(after),
    mode_before: modeOf(seen.app),
  };
}

/** One line of the audit trail per app that is moved; one for the change itself when none is. */
function auditEntries({ change, updates }: Commit): { sdk_app_id: number; before: App | null; after: App | null }[] {
  if (updates.length === 0) return [{ sdk_app_id: change.sdkAppId, before: change.before, after: null }];
  return updates.map(({ seen, after }) => ({ sdk_app_id: after.sdkAppId, before: seen.app, after }));
}

/** News of one change are delivered one after the other; of different ones, side by side. */
function queueOf({ id }: Change): string {
  return `${changeUpdatedJob}-${id.slice(0, 1)}`;
}
