-- AlterTable
ALTER TABLE "closed_month" ADD COLUMN "failed_apps" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[];
