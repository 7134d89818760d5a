-- Names only: every table, column, function and job is called what the field calls it. Data, and the hashes of the audit
-- trail, stay valid: the stored values that are hashed are not touched.

ALTER TYPE "change_state" RENAME VALUE 'awaiting' TO 'pending';

ALTER TABLE "app_history" RENAME COLUMN "from" TO "effective_from";
ALTER TABLE "app_history" RENAME COLUMN "changed" TO "used_allowances";
ALTER TABLE "app_history" RENAME CONSTRAINT "app_history_changed_check" TO "app_history_used_allowances_check";

ALTER TABLE "change" RENAME COLUMN "answers" TO "form_values";
ALTER TABLE "change" RENAME COLUMN "agreed" TO "agreed_plan";
ALTER TABLE "change" RENAME COLUMN "answer" TO "decline_reason";
ALTER TABLE "change" RENAME COLUMN "door" TO "source";
ALTER TABLE "change" RENAME CONSTRAINT "change_answers_check" TO "change_form_values_check";
ALTER TABLE "change" RENAME CONSTRAINT "change_agreed_check" TO "change_agreed_plan_check";
ALTER TABLE "change" RENAME CONSTRAINT "change_answer_check" TO "change_decline_reason_check";
ALTER INDEX "change_one_awaiting_key" RENAME TO "change_one_pending_key";

ALTER TABLE "notice" RENAME COLUMN "once" TO "dedupe_key";
ALTER TABLE "notice" RENAME COLUMN "term" TO "group_key";
ALTER TABLE "notice" RENAME COLUMN "urgency" TO "severity";
ALTER TABLE "notice" RENAME COLUMN "facts" TO "payload";
ALTER TABLE "notice" RENAME COLUMN "over_at" TO "resolved_at";
ALTER TABLE "notice" RENAME CONSTRAINT "notice_facts_check" TO "notice_payload_check";
ALTER INDEX "notice_unsaid_idx" RENAME TO "notice_unsent_idx";
ALTER INDEX "notice_true_idx" RENAME TO "notice_unresolved_idx";

ALTER TABLE "message" RENAME COLUMN "channel" TO "recipient";
ALTER TABLE "message" RENAME COLUMN "spot" TO "slack_channel_id";
ALTER TABLE "message" RENAME COLUMN "ts" TO "slack_ts";
ALTER TABLE "message" RENAME COLUMN "wanted" TO "wanted_version";
ALTER TABLE "message" RENAME COLUMN "shown" TO "delivered_version";
ALTER TABLE "message" RENAME COLUMN "tried_at" TO "attempted_at";
ALTER TABLE "message" RENAME COLUMN "said_at" TO "posted_at";
ALTER TABLE "message" RENAME COLUMN "file_tried_at" TO "file_attempted_at";
ALTER TABLE "message" RENAME COLUMN "failed" TO "failure";
ALTER TABLE "message" RENAME CONSTRAINT "message_said_check" TO "message_posted_check";
ALTER TABLE "message" RENAME CONSTRAINT "message_shown_check" TO "message_delivered_version_check";
ALTER TABLE "message" RENAME CONSTRAINT "message_tried_check" TO "message_attempted_check";
ALTER INDEX "message_due_idx" RENAME TO "message_pending_idx";

ALTER TABLE "limit_state" RENAME TO "limit_crossing";
ALTER TABLE "limit_crossing" RENAME COLUMN "level" TO "threshold_percent";
ALTER TABLE "limit_crossing" RENAME COLUMN "fired_at" TO "crossed_at";
ALTER TABLE "limit_crossing" RENAME CONSTRAINT "limit_state_pkey" TO "limit_crossing_pkey";
ALTER TABLE "limit_crossing" RENAME CONSTRAINT "limit_state_level_check" TO "limit_crossing_threshold_percent_check";

ALTER TABLE "limit_watch" RENAME TO "limit_evaluation";
ALTER TABLE "limit_evaluation" RENAME COLUMN "version" TO "app_version";
ALTER TABLE "limit_evaluation" RENAME COLUMN "reading_at" TO "last_reading_at";
ALTER TABLE "limit_evaluation" RENAME COLUMN "day" TO "billing_day";
ALTER TABLE "limit_evaluation" RENAME CONSTRAINT "limit_watch_pkey" TO "limit_evaluation_pkey";

ALTER TABLE "data_center_mode" RENAME TO "billing_mode";
ALTER TABLE "billing_mode" RENAME COLUMN "apps" TO "registered_apps";
ALTER TABLE "billing_mode" RENAME CONSTRAINT "data_center_mode_pkey" TO "billing_mode_pkey";

ALTER TABLE "usage_reading" RENAME COLUMN "at" TO "measured_at";
ALTER INDEX "usage_reading_at_idx" RENAME TO "usage_reading_measured_at_idx";

ALTER TABLE "vendor_event" RENAME TO "inbound_event";
ALTER TABLE "inbound_event" RENAME COLUMN "once" TO "dedupe_key";
ALTER TABLE "inbound_event" RENAME CONSTRAINT "vendor_event_pkey" TO "inbound_event_pkey";

-- What is stored as JSON has the names of the code, too: the plan of a change and the remedy in a notice.
UPDATE "change" SET "agreed_plan" = jsonb_set("agreed_plan", '{plan}',
  ("agreed_plan"->'plan') - 'moves' - 'next' || jsonb_build_object(
    'updates', coalesce((
      SELECT jsonb_agg("it" - 'changed' || jsonb_build_object('usesAllowance', "it"->'changed') ORDER BY "place")
      FROM jsonb_array_elements("agreed_plan"#>'{plan,moves}') WITH ORDINALITY AS "its"("it", "place")), '[]'::jsonb),
    'nextActions', coalesce((
      SELECT jsonb_agg(CASE WHEN "it" ? 'draft' THEN "it" - 'draft' || jsonb_build_object('prefill', "it"->'draft') ELSE "it" END ORDER BY "place")
      FROM jsonb_array_elements("agreed_plan"#>'{plan,next}') WITH ORDINALITY AS "its"("it", "place")), '[]'::jsonb)))
WHERE "agreed_plan"#>'{plan,moves}' IS NOT NULL;

UPDATE "notice" SET "payload" = jsonb_set("payload", '{remedy}',
  ("payload"->'remedy') - 'draft' || jsonb_build_object('prefill', "payload"#>'{remedy,draft}'))
WHERE "payload"#>'{remedy,draft}' IS NOT NULL;

-- Kinds of notices. Old audit events keep the former names, which are hashed; whoever reads them translates.
UPDATE "notice" SET "dedupe_key" = 'limit-threshold' || substr("dedupe_key", 6), "kind" = 'limit-threshold' WHERE "kind" = 'limit';
UPDATE "notice" SET "dedupe_key" = 'limit-error' || substr("dedupe_key", 14), "kind" = 'limit-error' WHERE "kind" = 'limit-refused';
UPDATE "message" SET "kind" = CASE "kind" WHEN 'limit' THEN 'limit-threshold' ELSE 'limit-error' END WHERE "kind" IN ('limit', 'limit-refused');
UPDATE "snooze" SET "kind" = CASE "kind" WHEN 'limit' THEN 'limit-threshold' ELSE 'limit-error' END WHERE "kind" IN ('limit', 'limit-refused');

-- Functions. The bodies of those in SQL name each other, so they are made anew.
ALTER FUNCTION "iso"(timestamptz) RENAME TO "to_iso8601";
ALTER FUNCTION "days_later"(timestamptz, int, text) RENAME TO "add_days";
ALTER FUNCTION "must"(boolean) RENAME TO "assert_true";
ALTER FUNCTION "audit_event_refuse"() RENAME TO "forbid_audit_event_change";
ALTER TRIGGER "audit_event_refuse" ON "audit_event" RENAME TO "forbid_audit_event_change";
ALTER FUNCTION "statement_refuse"() RENAME TO "forbid_statement_change";
ALTER TRIGGER "statement_refuse" ON "statement" RENAME TO "forbid_statement_change";
ALTER FUNCTION "app_tell"() RENAME TO "notify_app_changed";
ALTER TRIGGER "app_tell" ON "app" RENAME TO "notify_app_changed";

DROP FUNCTION "app_document"("app");
-- An app as one JSON document: the only list of its columns in SQL.
CREATE FUNCTION "app_to_json"("it" "app") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'sdkAppId', "it"."sdk_app_id", 'name', "it"."name", 'account', "it"."account", 'dataCenter', "it"."data_center",
    'ruleSet', "it"."rule_set", 'plan', "it"."plan", 'addOns', "it"."add_ons", 'state', "it"."state",
    'validity', CASE WHEN "it"."valid_until" IS NOT NULL THEN json_build_object(
      'anchor', "to_iso8601"("it"."validity_anchor"), 'months', "it"."validity_months", 'until', "to_iso8601"("it"."valid_until")) END,
    'disabledAt', "to_iso8601"("it"."disabled_at"), 'channel', "it"."channel", 'language', "it"."language",
    'createdAt', "to_iso8601"("it"."created_at"))
$$;

DROP FUNCTION "wake"(text);
-- Puts the job that delivers a recipient's messages into the queue, once for each recipient.
CREATE FUNCTION "enqueue_delivery"("recipient" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM graphile_worker.add_job('deliver-messages', json_build_object('recipient', "enqueue_delivery"."recipient"),
    queue_name => 'deliver-messages:' || "enqueue_delivery"."recipient",
    job_key => 'deliver-messages:' || "enqueue_delivery"."recipient", job_key_mode => 'preserve_run_at');
END
$$;

-- The column that the trigger hashes is renamed together with the trigger.
ALTER TABLE "audit_event" RENAME COLUMN "door" TO "source";
CREATE OR REPLACE FUNCTION "audit_event_append"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "last" record;
BEGIN
  -- A chain has one end: held until the transaction ends, so that the next writer sees this row or nothing of it.
  PERFORM pg_advisory_xact_lock(6027153301);
  SELECT "seq", "hash" INTO "last" FROM "audit_event" ORDER BY "seq" DESC LIMIT 1;
  NEW."seq" := coalesce("last"."seq", 0) + 1;
  NEW."previous_hash" := coalesce("last"."hash", repeat('0', 64));
  NEW."hash" := encode(sha256(convert_to(concat(
    "audit_field"(NEW."seq"::text),
    "audit_field"(to_char(NEW."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
    "audit_field"(NEW."actor"),
    "audit_field"(NEW."source"),
    "audit_field"(NEW."action"),
    "audit_field"(NEW."sdk_app_id"::text),
    "audit_field"(NEW."change_id"::text),
    "audit_field"(NEW."before"::text),
    "audit_field"(NEW."after"::text),
    "audit_field"(NEW."reason"),
    "audit_field"(NEW."previous_hash")
  ), 'UTF8')), 'hex');
  RETURN NEW;
END
$$;

-- Jobs that wait in the queue are renamed with their tasks. A new database has no queue yet.
DO $$
BEGIN
  IF to_regclass('graphile_worker._private_tasks') IS NULL THEN
    RETURN;
  END IF;
  CREATE TEMP TABLE "renamed_task" ON COMMIT DROP AS SELECT * FROM (VALUES
    ('say', 'deliver-messages'), ('deliver-change', 'change-updated'), ('watch-limits', 'evaluate-limits'),
    ('note-refusals', 'process-limit-errors'), ('vendor-event', 'process-vendor-event'),
    ('free-the-dead', 'release-dead-workers'), ('note-audit-head', 'log-audit-head'),
    ('checkpoint', 'checkpoint-embedded'), ('poll-vendor', 'poll-tencent-usage'),
    ('forget-vendor-events', 'prune-inbound-events')) AS "its"("former", "name");
  UPDATE graphile_worker._private_jobs AS "job" SET "payload" = json_build_object('recipient', "payload"->'channel')
    FROM graphile_worker._private_tasks AS "task" WHERE "task"."id" = "job"."task_id" AND "task"."identifier" = 'say';
  UPDATE graphile_worker._private_jobs AS "job" SET "payload" = (
      "payload"::jsonb - 'once' - 'facts' || jsonb_build_object('dedupeKey', "payload"->'once', 'data', "payload"->'facts'))::json
    FROM graphile_worker._private_tasks AS "task" WHERE "task"."id" = "job"."task_id" AND "task"."identifier" = 'vendor-event';
  UPDATE graphile_worker._private_tasks AS "task" SET "identifier" = "renamed_task"."name"
    FROM "renamed_task" WHERE "task"."identifier" = "renamed_task"."former";
  UPDATE graphile_worker._private_known_crontabs AS "known" SET "identifier" = "renamed_task"."name"
    FROM "renamed_task" WHERE "known"."identifier" = "renamed_task"."former";
  -- Jobs of the crontab have their task for a key, and some tasks have a queue of their own.
  UPDATE graphile_worker._private_jobs SET "key" = "renamed_task"."name" FROM "renamed_task" WHERE "key" = "renamed_task"."former";
  UPDATE graphile_worker._private_job_queues SET "queue_name" = "renamed_task"."name"
    FROM "renamed_task" WHERE "queue_name" = "renamed_task"."former";
  UPDATE graphile_worker._private_jobs SET "key" = 'deliver-messages' || substr("key", 4) WHERE "key" LIKE 'say:%';
  UPDATE graphile_worker._private_job_queues SET "queue_name" = 'deliver-messages' || substr("queue_name", 4)
    WHERE "queue_name" LIKE 'say:%';
  UPDATE graphile_worker._private_job_queues SET "queue_name" = 'change-updated' || substr("queue_name", 15)
    WHERE "queue_name" LIKE 'deliver-change-%';
END
$$;
