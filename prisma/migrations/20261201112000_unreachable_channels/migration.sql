-- CreateTable
CREATE TABLE "unreachable_channel" (
    "channel" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unreachable_channel_pkey" PRIMARY KEY ("channel")
);
