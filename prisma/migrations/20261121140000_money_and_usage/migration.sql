-- AlterTable
ALTER TABLE "data_center_mode" ADD COLUMN "migrated_at" TIMESTAMPTZ(3),
ADD COLUMN "apps" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "usage_reading" (
    "sdk_app_id" INTEGER NOT NULL,
    "metric" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "value" BIGINT NOT NULL,
    "peak" BIGINT NOT NULL,
    "subject" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "usage_reading_pkey" PRIMARY KEY ("sdk_app_id","metric","day")
);

-- CreateTable
CREATE TABLE "statement" (
    "sdk_app_id" INTEGER NOT NULL,
    "month" TEXT NOT NULL,
    "document" JSONB NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statement_pkey" PRIMARY KEY ("sdk_app_id","month")
);

-- CreateTable
CREATE TABLE "closed_month" (
    "month" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closed_month_pkey" PRIMARY KEY ("month")
);

-- AddForeignKey
ALTER TABLE "statement" ADD CONSTRAINT "statement_sdk_app_id_fkey" FOREIGN KEY ("sdk_app_id") REFERENCES "app"("sdk_app_id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- From here on by hand: what Prisma's schema language cannot say.

ALTER TABLE "usage_reading"
  ADD CONSTRAINT "usage_reading_value_check" CHECK ("value" >= 0 AND "peak" >= "value");

ALTER TABLE "statement"
  ADD CONSTRAINT "statement_month_check" CHECK ("month" ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  ADD CONSTRAINT "statement_document_check" CHECK (jsonb_typeof("document") = 'object');

-- What was frozen stays frozen.
CREATE FUNCTION "statement_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a statement is frozen: % is refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER "statement_refuse" BEFORE UPDATE OR DELETE OR TRUNCATE ON "statement"
  FOR EACH STATEMENT EXECUTE FUNCTION "statement_refuse"();
