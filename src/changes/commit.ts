import type { Database } from '../database/client.js';
import type { App } from '../domain/app.js';
import { type Catalogue, ruleSetOf } from '../domain/catalogue/catalogue.js';
import type { AppUpdate } from '../operations/change-plan.js';
import type { Actor, Change, ChangeState } from './change.js';
import { type ChangeUpdated, enqueueChangeUpdated } from './news.js';
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
  const news: ChangeUpdated = { change: change.id };
  const apps = JSON.stringify(updates.map((it) => appRow(it, catalogue)));
  const lines = JSON.stringify(auditEntries(step));
  await prisma.$queryRaw`
    WITH asked AS (
      SELECT * FROM jsonb_to_recordset(${apps}::jsonb) AS it(
        sdk_app_id int, name text, account text, data_center text, rule_set text, plan text, add_ons jsonb, state app_state,
        valid_until timestamptz, validity_anchor timestamptz, validity_months int, disabled_at timestamptz, channel text,
        language text, created_at timestamptz, version int, changed text[], mode text, mode_before text)
    ), moved AS (
      INSERT INTO app (sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, valid_until,
        validity_anchor, validity_months, disabled_at, channel, language, created_at, version)
      SELECT sdk_app_id, name, account, data_center, rule_set, plan, add_ons, state, valid_until,
        validity_anchor, validity_months, disabled_at, channel, language, created_at, version FROM asked ORDER BY sdk_app_id
      ON CONFLICT (sdk_app_id) DO UPDATE SET name = excluded.name, rule_set = excluded.rule_set, plan = excluded.plan,
        add_ons = excluded.add_ons, state = excluded.state, valid_until = excluded.valid_until,
        validity_anchor = excluded.validity_anchor, validity_months = excluded.validity_months,
        disabled_at = excluded.disabled_at, channel = excluded.channel, language = excluded.language,
        version = excluded.version
      WHERE app.version = excluded.version - 1
      RETURNING sdk_app_id
    ), remembered AS (
      INSERT INTO app_history (sdk_app_id, version, "from", operation, rule_set, plan, add_ons, state, changed)
      SELECT sdk_app_id, version, greatest(${at}::timestamptz,
        (SELECT max("from") FROM app_history WHERE app_history.sdk_app_id = asked.sdk_app_id)),
        ${change.operation}, rule_set, plan, add_ons, state, changed
      FROM asked WHERE sdk_app_id IN (SELECT sdk_app_id FROM moved)
    ), moded AS (
      INSERT INTO data_center_mode (account, data_center, mode, decided_at, apps)
      SELECT DISTINCT account, data_center, mode, ${at}::timestamptz, 1 FROM asked WHERE mode IS DISTINCT FROM mode_before
      ON CONFLICT (account, data_center) DO UPDATE SET mode = excluded.mode, apps = data_center_mode.apps + 1,
        migrated_at = CASE WHEN data_center_mode.mode = excluded.mode THEN data_center_mode.migrated_at ELSE excluded.decided_at END
      WHERE data_center_mode.mode = excluded.mode OR data_center_mode.apps = ${step.registrations ?? null}
      RETURNING account
    ), kept AS (
      UPDATE change SET state = ${row.state}::change_state, agreed = ${JSON.stringify(row.agreed)}::jsonb, reason = ${row.reason},
        expires_at = ${row.expiresAt}::timestamptz, decided_by = ${row.decidedBy}, decided_at = ${row.decidedAt}::timestamptz,
        answer = ${row.declineReason}
      WHERE id = ${change.id}::uuid AND state = ${step.from}::change_state
      RETURNING id
    ), told AS (
      INSERT INTO audit_event (at, actor, door, action, sdk_app_id, change_id, before, after, reason)
      SELECT ${at}::timestamptz, ${by.id}, ${by.source}, ${`${change.operation}.${step.auditAction}`}, it.sdk_app_id, kept.id,
        it.before, it.after, ${step.reason}
      FROM kept, json_to_recordset(${lines}::json) AS it(sdk_app_id int, before json, after json)
      WHERE (SELECT count(*) FROM moved) = ${updates.length}
      RETURNING seq
    )
    SELECT
      must((SELECT count(*) FROM moved) = ${updates.length}
        AND (SELECT count(*) FROM told) = ${Math.max(1, updates.length)}
        AND (SELECT count(*) FROM moded) = (SELECT count(DISTINCT (account, data_center)) FROM asked WHERE mode IS DISTINCT FROM mode_before))::text,
      (graphile_worker.add_job(${enqueueChangeUpdated}, ${JSON.stringify(news)}::json, queue_name => ${queueOf(change)})).id::text`;
}

/** The row of an app after its move, as JSON that the database reads. */
function appRow(
  { after, usesAllowance, seen }: Commit['updates'][number],
  catalogue: Catalogue,
): Record<string, unknown> {
  const modeOf = (app: App | null) => app && ruleSetOf(catalogue, app.ruleSet).mode;
  return {
    sdk_app_id: after.sdkAppId,
    name: after.name,
    account: after.account,
    data_center: after.dataCenter,
    rule_set: after.ruleSet,
    plan: after.plan,
    add_ons: after.addOns,
    state: after.state,
    valid_until: after.validity?.until ?? null,
    validity_anchor: after.validity?.anchor ?? null,
    validity_months: after.validity?.months ?? null,
    disabled_at: after.disabledAt,
    channel: after.channel,
    language: after.language,
    created_at: after.createdAt,
    version: seen.version + 1,
    changed: usesAllowance,
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
  return `${enqueueChangeUpdated}-${id.slice(0, 1)}`;
}
