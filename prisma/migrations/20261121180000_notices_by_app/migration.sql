-- DropIndex
DROP INDEX "notice_sdk_app_id_kind_idx";
