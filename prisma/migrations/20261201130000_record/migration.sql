-- AlterTable
ALTER TABLE "app" ADD COLUMN "held_since" TIMESTAMPTZ(3),
ADD COLUMN "owner" TEXT,
ADD COLUMN "registered_at" TIMESTAMPTZ(3),
ADD COLUMN "retired_at" TIMESTAMPTZ(3),
ADD COLUMN "tags" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "app_history" ADD COLUMN "retired" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "usage_reading" ADD COLUMN "corrected_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "closing_month" (
    "month" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closing_month_pkey" PRIMARY KEY ("month")
);

-- CreateIndex
CREATE INDEX "app_owner_idx" ON "app"("owner");

-- CreateIndex
CREATE INDEX "app_tags_idx" ON "app" USING GIN ("tags");


-- From here on by hand: what Prisma's schema language cannot say.

ALTER TABLE "app"
  ADD CONSTRAINT "app_tags_check" CHECK ("tags" IS NOT NULL AND cardinality("tags") <= 10 AND array_position("tags", NULL) IS NULL);

-- An app as one JSON document: the only list of its columns in SQL.
CREATE OR REPLACE FUNCTION "app_to_json"("it" "app") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'sdkAppId', "it"."sdk_app_id", 'name', "it"."name", 'account', "it"."account", 'dataCenter', "it"."data_center",
    'ruleSet', "it"."rule_set", 'plan', "it"."plan", 'addOns', "it"."add_ons", 'state', "it"."state",
    'validity', CASE WHEN "it"."valid_until" IS NOT NULL THEN json_build_object(
      'anchor', "to_iso8601"("it"."validity_anchor"), 'months', "it"."validity_months", 'until', "to_iso8601"("it"."valid_until")) END,
    'disabledAt', "to_iso8601"("it"."disabled_at"), 'owner', "it"."owner", 'tags', "it"."tags",
    'channel', "it"."channel", 'language', "it"."language",
    'createdAt', "to_iso8601"("it"."created_at"), 'heldSince', "to_iso8601"("it"."held_since"),
    'registeredAt', "to_iso8601"("it"."registered_at"), 'retiredAt', "to_iso8601"("it"."retired_at"))
$$;

-- Whether readings of a month may still be written: it is neither closed nor being closed. The shared lock is held until
-- the end of the transaction, and the closer of the month waits for it, so that what was written is billed. In PL/pgSQL,
-- since the query must see what was committed while the lock was waited for.
CREATE FUNCTION "takes_readings"("month" text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(6027153305);
  RETURN NOT EXISTS (SELECT FROM "closing_month" WHERE "closing_month"."month" >= "takes_readings"."month")
    AND NOT EXISTS (SELECT FROM "closed_month" WHERE "closed_month"."month" >= "takes_readings"."month");
END
$$;
