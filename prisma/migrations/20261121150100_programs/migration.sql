-- CreateTable
CREATE TABLE "vendor_event" (
    "once" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vendor_event_pkey" PRIMARY KEY ("once")
);


-- From here on by hand: what Prisma's schema language cannot say.

-- Whoever keeps apps in memory hears, once it is committed, which one has changed.
CREATE FUNCTION "app_tell"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('app_changed', coalesce(NEW."sdk_app_id", OLD."sdk_app_id")::text);
  RETURN NULL;
END
$$;

CREATE TRIGGER "app_tell" AFTER INSERT OR UPDATE OR DELETE ON "app"
  FOR EACH ROW EXECUTE FUNCTION "app_tell"();
