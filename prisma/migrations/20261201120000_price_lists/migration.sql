-- The price lists that are in force, as the catalogue and the shop's file gave them: days that have passed keep theirs.
CREATE TABLE "price_list" (
  "source" TEXT NOT NULL,
  "from_day" DATE NOT NULL,
  "document" JSONB,

  CONSTRAINT "price_list_pkey" PRIMARY KEY ("source", "from_day"),
  CONSTRAINT "price_list_source_check" CHECK ("source" IN ('catalogue', 'file'))
);

-- Until now the shop's file held for every month that was open, whenever it was first seen. The first start with this
-- table fills in what it was.
INSERT INTO "price_list" ("source", "from_day", "document")
SELECT 'file', '0001-01-01', NULL WHERE EXISTS (SELECT FROM "app_history");

-- Currencies for which it is settled that all stored amounts have the minor digits of ISO 4217.
CREATE TABLE "settled_currency" (
  "code" TEXT NOT NULL,

  CONSTRAINT "settled_currency_pkey" PRIMARY KEY ("code")
);
