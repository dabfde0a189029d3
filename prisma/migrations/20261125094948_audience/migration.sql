-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "isGuestSpeechAllowed" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "AgendaItem" ADD COLUMN     "isHidden" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "isOpenToPress" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "shownAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "GuestItem" (
    "participantId" UUID NOT NULL,
    "itemId" UUID NOT NULL,

    CONSTRAINT "GuestItem_pkey" PRIMARY KEY ("participantId","itemId")
);

-- CreateIndex
CREATE INDEX "GuestItem_itemId_idx" ON "GuestItem"("itemId");

-- AddForeignKey
ALTER TABLE "GuestItem" ADD CONSTRAINT "GuestItem_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "MeetingParticipant"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GuestItem" ADD CONSTRAINT "GuestItem_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "SpeakingRequest" ADD CONSTRAINT "SpeakingRequest_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;
