-- Why a request became void; null for those of an earlier version.
CREATE TYPE "void_cause" AS ENUM ('plan', 'author_role');

ALTER TABLE "change" ADD COLUMN "void_cause" "void_cause";
ALTER TABLE "change" ADD CONSTRAINT "change_void_cause_check" CHECK ("void_cause" IS NULL OR "state" = 'outdated');
