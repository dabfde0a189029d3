-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "voteRunAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "PlannedVote" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "question" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "answers" TEXT NOT NULL,
    "seconds" INTEGER,
    "options" JSONB,
    "voteId" UUID,
    "createdById" UUID NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlannedVote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PlannedVote_meetingId_rank_idx" ON "PlannedVote"("meetingId", "rank");

-- CreateIndex
CREATE INDEX "PlannedVote_itemId_idx" ON "PlannedVote"("itemId");

-- AddForeignKey
ALTER TABLE "PlannedVote" ADD CONSTRAINT "PlannedVote_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlannedVote" ADD CONSTRAINT "PlannedVote_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;
