-- CreateIndex
CREATE INDEX "app_name_sdk_app_id_idx" ON "app"("name", "sdk_app_id");

-- DropIndex
DROP INDEX "app_name_idx";
