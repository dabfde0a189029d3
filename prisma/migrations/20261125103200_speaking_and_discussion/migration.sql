-- AlterTable
ALTER TABLE "SpeakingRequest" ADD COLUMN     "isDesignated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pausedAt" TIMESTAMPTZ(3),
ADD COLUMN     "pausedMs" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "position" INTEGER,
ADD COLUMN     "questionId" UUID,
ADD COLUMN     "toLabel" TEXT,
ADD COLUMN     "toParticipantId" UUID;

-- CreateTable
CREATE TABLE "SpeakingDoor" (
    "itemId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "meetingId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedById" UUID NOT NULL,

    CONSTRAINT "SpeakingDoor_pkey" PRIMARY KEY ("itemId","kind")
);

-- CreateTable
CREATE TABLE "SpeakingSetting" (
    "meetingId" UUID NOT NULL,
    "minutes" JSONB NOT NULL,

    CONSTRAINT "SpeakingSetting_pkey" PRIMARY KEY ("meetingId")
);

-- CreateTable
CREATE TABLE "SpeakingNote" (
    "requestId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "updatedById" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpeakingNote_pkey" PRIMARY KEY ("requestId")
);

-- CreateTable
CREATE TABLE "SpeakingCorrection" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "requestId" UUID NOT NULL,
    "oldStartedAt" TIMESTAMPTZ(3) NOT NULL,
    "oldEndedAt" TIMESTAMPTZ(3) NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "byId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SpeakingCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatSetting" (
    "meetingId" UUID NOT NULL,
    "isRoomOn" BOOLEAN NOT NULL,
    "isLineOn" BOOLEAN NOT NULL,
    "isInRecord" BOOLEAN NOT NULL,

    CONSTRAINT "ChatSetting_pkey" PRIMARY KEY ("meetingId")
);

-- CreateTable
CREATE TABLE "ChatMessage" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "lineId" UUID,
    "authorId" UUID NOT NULL,
    "authorLabel" TEXT NOT NULL,
    "isFromDesk" BOOLEAN NOT NULL DEFAULT false,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "isInRecord" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ChatMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChatReadMark" (
    "userId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "readAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ChatReadMark_pkey" PRIMARY KEY ("userId","meetingId","channel")
);

-- CreateIndex
CREATE INDEX "SpeakingDoor_meetingId_idx" ON "SpeakingDoor"("meetingId");

-- CreateIndex
CREATE INDEX "SpeakingNote_meetingId_idx" ON "SpeakingNote"("meetingId");

-- CreateIndex
CREATE INDEX "SpeakingCorrection_meetingId_idx" ON "SpeakingCorrection"("meetingId");

-- CreateIndex
CREATE INDEX "ChatMessage_meetingId_lineId_at_idx" ON "ChatMessage"("meetingId", "lineId", "at");

-- CreateIndex
CREATE INDEX "ChatMessage_authorId_at_idx" ON "ChatMessage"("authorId", "at");

-- CreateIndex
CREATE INDEX "SpeakingRequest_itemId_status_idx" ON "SpeakingRequest"("itemId", "status");
