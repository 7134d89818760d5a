-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "app_state" AS ENUM ('active', 'suspended', 'disabled', 'purged');

-- CreateEnum
CREATE TYPE "change_state" AS ENUM ('proposed', 'awaiting', 'applied', 'declined', 'expired', 'outdated');

-- CreateTable
CREATE TABLE "app" (
    "sdk_app_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "data_center" TEXT NOT NULL,
    "rule_set" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "add_ons" JSONB NOT NULL,
    "state" "app_state" NOT NULL,
    "valid_until" TIMESTAMPTZ(3),
    "validity_anchor" TIMESTAMPTZ(3),
    "validity_months" INTEGER,
    "disabled_at" TIMESTAMPTZ(3),
    "channel" TEXT,
    "language" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL,

    CONSTRAINT "app_pkey" PRIMARY KEY ("sdk_app_id")
);

-- CreateTable
CREATE TABLE "app_history" (
    "sdk_app_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "operation" TEXT NOT NULL,
    "rule_set" TEXT NOT NULL,
    "plan" TEXT NOT NULL,
    "add_ons" JSONB NOT NULL,
    "state" "app_state" NOT NULL,
    "changed" TEXT[],

    CONSTRAINT "app_history_pkey" PRIMARY KEY ("sdk_app_id","version")
);

-- CreateTable
CREATE TABLE "change" (
    "id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "sdk_app_id" INTEGER NOT NULL,
    "state" "change_state" NOT NULL,
    "answers" JSONB NOT NULL,
    "agreed" JSONB NOT NULL,
    "author" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(3),
    "answer" TEXT,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "seq" BIGINT NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "door" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "sdk_app_id" INTEGER,
    "change_id" UUID,
    "before" JSON,
    "after" JSON,
    "reason" TEXT,
    "previous_hash" TEXT NOT NULL DEFAULT '',
    "hash" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "notice" (
    "once" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "ts" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "notice_pkey" PRIMARY KEY ("once")
);

-- CreateTable
CREATE TABLE "data_center_mode" (
    "account" TEXT NOT NULL,
    "data_center" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "data_center_mode_pkey" PRIMARY KEY ("account","data_center")
);

-- CreateIndex
CREATE INDEX "app_name_idx" ON "app"("name");

-- CreateIndex
CREATE INDEX "app_account_data_center_idx" ON "app"("account", "data_center");

-- CreateIndex
CREATE INDEX "app_state_valid_until_idx" ON "app"("state", "valid_until");

-- CreateIndex
CREATE INDEX "app_state_disabled_at_idx" ON "app"("state", "disabled_at");

-- CreateIndex
CREATE INDEX "change_sdk_app_id_created_at_idx" ON "change"("sdk_app_id", "created_at");

-- CreateIndex
CREATE INDEX "change_state_expires_at_idx" ON "change"("state", "expires_at");

-- CreateIndex
CREATE INDEX "audit_event_sdk_app_id_seq_idx" ON "audit_event"("sdk_app_id", "seq");

-- AddForeignKey
ALTER TABLE "app_history" ADD CONSTRAINT "app_history_sdk_app_id_fkey" FOREIGN KEY ("sdk_app_id") REFERENCES "app"("sdk_app_id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- From here on by hand: what Prisma's schema language cannot say.

-- The audit chain hashes UTF-8; in another encoding its text could not be derived again outside the database.
DO $$
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the database must be encoded in UTF8, it is %', current_setting('server_encoding');
  END IF;
END
$$;

-- Finding an app by how its name begins, in any collation and without an extension.
CREATE INDEX "app_name_prefix_idx" ON "app" (lower("name") text_pattern_ops);

-- At most one open change per app and operation.
CREATE UNIQUE INDEX "change_one_awaiting_key" ON "change" ("sdk_app_id", "operation") WHERE "state" = 'awaiting';

ALTER TABLE "app"
  ADD CONSTRAINT "app_sdk_app_id_check" CHECK ("sdk_app_id" > 0),
  ADD CONSTRAINT "app_version_check" CHECK ("version" >= 1),
  ADD CONSTRAINT "app_name_check" CHECK (char_length("name") <= 100 AND "name" ~ '[^[:space:]]'),
  ADD CONSTRAINT "app_add_ons_check" CHECK (jsonb_typeof("add_ons") = 'object'),
  ADD CONSTRAINT "app_validity_check" CHECK (num_nulls("valid_until", "validity_anchor", "validity_months") IN (0, 3)),
  ADD CONSTRAINT "app_validity_months_check" CHECK ("validity_months" >= 1),
  ADD CONSTRAINT "app_valid_until_check" CHECK ("valid_until" > "validity_anchor"),
  ADD CONSTRAINT "app_disabled_at_check" CHECK (("disabled_at" IS NOT NULL) = ("state" IN ('disabled', 'purged')));

ALTER TABLE "app_history"
  ADD CONSTRAINT "app_history_version_check" CHECK ("version" >= 1),
  ADD CONSTRAINT "app_history_add_ons_check" CHECK (jsonb_typeof("add_ons") = 'object'),
  ADD CONSTRAINT "app_history_changed_check" CHECK ("changed" IS NOT NULL AND array_position("changed", NULL) IS NULL);

ALTER TABLE "change"
  ADD CONSTRAINT "change_sdk_app_id_check" CHECK ("sdk_app_id" > 0),
  ADD CONSTRAINT "change_answers_check" CHECK (jsonb_typeof("answers") = 'object'),
  ADD CONSTRAINT "change_agreed_check" CHECK (jsonb_typeof("agreed") = 'object'),
  ADD CONSTRAINT "change_expires_at_check" CHECK ("expires_at" > "created_at"),
  -- Whoever decided did so at an instant, and that is what ends a change.
  ADD CONSTRAINT "change_decided_check" CHECK (("decided_by" IS NULL) = ("decided_at" IS NULL)),
  ADD CONSTRAINT "change_settled_check" CHECK (("decided_by" IS NULL) = ("state" IN ('proposed', 'awaiting'))),
  ADD CONSTRAINT "change_answer_check" CHECK (("answer" IS NULL) = ("state" <> 'declined'));

-- One field of what is hashed: its length in bytes, then itself, so that no two rows can read alike; NULL is "-".
CREATE FUNCTION "audit_field"("value" text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce(octet_length(convert_to("value", 'UTF8')) || ':' || "value", '-')
$$;

-- Gives a new row its place in the chain, whatever the caller wrote there.
CREATE FUNCTION "audit_event_append"() RETURNS trigger LANGUAGE plpgsql AS $$
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
    "audit_field"(NEW."door"),
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

CREATE TRIGGER "audit_event_append" BEFORE INSERT ON "audit_event"
  FOR EACH ROW EXECUTE FUNCTION "audit_event_append"();

CREATE FUNCTION "audit_event_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_event is append-only: % is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$;

-- Per statement, so that even a statement that would touch no row is refused.
CREATE TRIGGER "audit_event_refuse" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_event"
  FOR EACH STATEMENT EXECUTE FUNCTION "audit_event_refuse"();

-- Ends a statement, and with it everything that it wrote, when what it was decided on no longer holds. The caller reads
-- again and decides anew, as after any other write conflict.
CREATE FUNCTION "must"("ok" boolean) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF "ok" IS NOT TRUE THEN
    RAISE EXCEPTION 'somebody else was faster' USING ERRCODE = 'serialization_failure';
  END IF;
END
$$;
