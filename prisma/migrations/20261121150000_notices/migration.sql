-- DropTable
DROP TABLE "notice";

-- CreateTable
CREATE TABLE "notice" (
    "once" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "sdk_app_id" INTEGER NOT NULL,
    "channel" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "term" TEXT NOT NULL DEFAULT '',
    "urgency" INTEGER NOT NULL DEFAULT 0,
    "metric" TEXT NOT NULL DEFAULT '',
    "facts" JSONB NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "message_id" UUID,
    "over_at" TIMESTAMPTZ(3),

    CONSTRAINT "notice_pkey" PRIMARY KEY ("once")
);

-- CreateTable
CREATE TABLE "message" (
    "id" UUID NOT NULL,
    "seq" BIGSERIAL NOT NULL,
    "channel" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "tried_at" TIMESTAMPTZ(3),
    "spot" TEXT,
    "ts" TEXT,
    "said_at" TIMESTAMPTZ(3),
    "wanted" INTEGER NOT NULL DEFAULT 1,
    "shown" INTEGER NOT NULL DEFAULT 0,
    "failed" TEXT,

    CONSTRAINT "message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "snooze" (
    "sdk_app_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "metric" TEXT NOT NULL DEFAULT '',
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "snooze_pkey" PRIMARY KEY ("sdk_app_id","kind","metric")
);

-- CreateTable
CREATE TABLE "limit_state" (
    "sdk_app_id" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "limit_value" BIGINT NOT NULL,
    "period" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "plan" TEXT NOT NULL,
    "fired_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limit_state_pkey" PRIMARY KEY ("sdk_app_id","metric","limit_value","period","level")
);

-- CreateTable
CREATE TABLE "limit_watch" (
    "sdk_app_id" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "reading_at" TIMESTAMPTZ(3) NOT NULL,
    "day" TEXT NOT NULL,

    CONSTRAINT "limit_watch_pkey" PRIMARY KEY ("sdk_app_id")
);

-- CreateIndex
CREATE INDEX "notice_message_id_idx" ON "notice"("message_id");

-- CreateIndex
CREATE INDEX "notice_sdk_app_id_kind_idx" ON "notice"("sdk_app_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "message_seq_key" ON "message"("seq");

-- CreateIndex
CREATE INDEX "usage_reading_at_idx" ON "usage_reading"("at");

-- AddForeignKey
ALTER TABLE "notice" ADD CONSTRAINT "notice_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "message"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- From here on by hand: what Prisma's schema language cannot say.

-- What is still to be said, what is still true, and what a channel waits for: few rows of many.
CREATE INDEX "notice_unsaid_idx" ON "notice" ("channel", "kind") WHERE "message_id" IS NULL AND "over_at" IS NULL;
CREATE INDEX "notice_true_idx" ON "notice" ("kind", "sdk_app_id") WHERE "over_at" IS NULL;
CREATE INDEX "message_due_idx" ON "message" ("channel", "seq") WHERE "failed" IS NULL AND "shown" < "wanted";

-- The messages about one change.
CREATE INDEX "notice_change_idx" ON "notice" (("facts"->>'change')) WHERE "facts" ? 'change';

ALTER TABLE "notice"
  ADD CONSTRAINT "notice_language_check" CHECK ("language" IN ('en', 'ko', 'zh')),
  ADD CONSTRAINT "notice_facts_check" CHECK (jsonb_typeof("facts") = 'object');

ALTER TABLE "message"
  ADD CONSTRAINT "message_language_check" CHECK ("language" IN ('en', 'ko', 'zh')),
  -- It stands somewhere, since an instant, in a version; or nowhere.
  ADD CONSTRAINT "message_said_check" CHECK (num_nulls("spot", "ts", "said_at") IN (0, 3)),
  ADD CONSTRAINT "message_shown_check" CHECK ("shown" <= "wanted" AND ("shown" > 0) = ("ts" IS NOT NULL)),
  ADD CONSTRAINT "message_tried_check" CHECK ("ts" IS NULL OR "tried_at" IS NOT NULL);

ALTER TABLE "limit_state"
  ADD CONSTRAINT "limit_state_level_check" CHECK ("level" > 0 AND "limit_value" >= 0);

-- An instant as this program writes it: ISO 8601 in UTC with milliseconds.
CREATE FUNCTION "iso"("at" timestamptz) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT to_char("at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;

-- The same time of day, so many calendar days later in a time zone.
CREATE FUNCTION "days_later"("at" timestamptz, "days" int, "zone" text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT ("at" AT TIME ZONE "zone" + make_interval(days => "days")) AT TIME ZONE "zone"
$$;

-- An app as the audit trail writes it.
CREATE FUNCTION "app_document"("it" "app") RETURNS json LANGUAGE sql STABLE AS $$
  SELECT json_build_object(
    'sdkAppId', "it"."sdk_app_id", 'name', "it"."name", 'account', "it"."account", 'dataCenter', "it"."data_center",
    'ruleSet', "it"."rule_set", 'plan', "it"."plan", 'addOns', "it"."add_ons", 'state', "it"."state",
    'validity', CASE WHEN "it"."valid_until" IS NOT NULL THEN json_build_object(
      'anchor', "iso"("it"."validity_anchor"), 'months', "it"."validity_months", 'until', "iso"("it"."valid_until")) END,
    'disabledAt', "iso"("it"."disabled_at"), 'channel', "it"."channel", 'language', "it"."language",
    'createdAt', "iso"("it"."created_at"))
$$;

-- Wakes whoever says what a channel waits for: one job per channel, which keeps its time if it is waiting already.
-- In PL/pgSQL, since the worker's tables are made after ours.
CREATE FUNCTION "wake"("channel" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM graphile_worker.add_job('say', json_build_object('channel', "wake"."channel"),
    queue_name => 'say:' || "wake"."channel", job_key => 'say:' || "wake"."channel", job_key_mode => 'preserve_run_at');
END
$$;
