-- AlterTable
ALTER TABLE "User" ADD COLUMN     "simulatedIn" UUID;

-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "rehearsalExpiresAt" TIMESTAMPTZ(3),
ADD COLUMN     "rehearsalOf" UUID;

-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'screen';

-- CreateTable
CREATE TABLE "TypedEntry" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "refId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "byUserId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TypedEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PrintPack" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "contentHash" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "pages" INTEGER,
    "size" BIGINT,
    "requestedById" UUID NOT NULL,
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PrintPack_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TypedEntry_meetingId_idx" ON "TypedEntry"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "TypedEntry_kind_refId_key" ON "TypedEntry"("kind", "refId");

-- CreateIndex
CREATE UNIQUE INDEX "PrintPack_meetingId_contentHash_key" ON "PrintPack"("meetingId", "contentHash");

-- CreateIndex
CREATE INDEX "User_simulatedIn_idx" ON "User"("simulatedIn");

-- CreateIndex
CREATE INDEX "Meeting_rehearsalOf_idx" ON "Meeting"("rehearsalOf");

-- AddForeignKey
ALTER TABLE "TypedEntry" ADD CONSTRAINT "TypedEntry_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PrintPack" ADD CONSTRAINT "PrintPack_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;
