-- The rows that exist are filled in by `foldStoredNames` at start and by the sweep: what makes two names equal is code.
ALTER TABLE "app" ADD COLUMN "folded_name" TEXT NOT NULL DEFAULT '';

-- From here on by hand: what Prisma's schema language cannot say.

-- Finding an app by its name and by how it begins, in any collation and without an extension.
DROP INDEX "app_name_prefix_idx";
CREATE INDEX "app_folded_name_idx" ON "app" ("folded_name" text_pattern_ops, "sdk_app_id");

CREATE INDEX "app_unfolded_name_idx" ON "app" ("sdk_app_id") WHERE "folded_name" = '';

-- Whoever changes a name without its searchable form leaves that to be computed again.
CREATE FUNCTION "forget_folded_name"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."folded_name" := '';
  RETURN NEW;
END
$$;

CREATE TRIGGER "forget_folded_name" BEFORE UPDATE OF "name" ON "app" FOR EACH ROW
  WHEN (NEW."name" IS DISTINCT FROM OLD."name" AND NEW."folded_name" = OLD."folded_name")
  EXECUTE FUNCTION "forget_folded_name"();
