-- DropIndex
DROP INDEX "TypedEntry_meetingId_idx";

-- DropIndex
DROP INDEX "TypedEntry_kind_refId_key";

-- AlterTable
ALTER TABLE "Ballot" ADD COLUMN     "source" TEXT NOT NULL DEFAULT 'screen';

-- CreateIndex
CREATE INDEX "TypedEntry_meetingId_at_idx" ON "TypedEntry"("meetingId", "at");
