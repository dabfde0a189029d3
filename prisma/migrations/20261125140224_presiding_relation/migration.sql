-- Whoever was taken off a list could not preside any more.
UPDATE "Meeting" m SET "presidingId" = NULL WHERE "presidingId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "MeetingParticipant" p WHERE p.id = m."presidingId");

-- CreateIndex
CREATE INDEX "Meeting_presidingId_idx" ON "Meeting"("presidingId");

-- AddForeignKey
ALTER TABLE "Meeting" ADD CONSTRAINT "Meeting_presidingId_fkey" FOREIGN KEY ("presidingId") REFERENCES "MeetingParticipant"("id") ON DELETE SET NULL ON UPDATE CASCADE;
