-- CreateTable
CREATE TABLE "MeetingVideo" (
    "meetingId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "link" TEXT,
    "room" TEXT,
    "setById" UUID,
    "setAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MeetingVideo_pkey" PRIMARY KEY ("meetingId")
);
