-- AlterTable
ALTER TABLE "message" ADD COLUMN "file_tried_at" TIMESTAMPTZ(3);


-- From here on by hand: what Prisma's schema language cannot say.

-- A message that stands somewhere in no version still lacks its file.
ALTER TABLE "message"
  DROP CONSTRAINT "message_shown_check",
  ADD CONSTRAINT "message_shown_check" CHECK ("shown" BETWEEN 0 AND "wanted" AND ("shown" = 0 OR "ts" IS NOT NULL)),
  ADD CONSTRAINT "message_file_check" CHECK ("file_tried_at" IS NULL OR "ts" IS NOT NULL);
