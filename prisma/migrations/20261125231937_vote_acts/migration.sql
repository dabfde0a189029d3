-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "againOfId" UUID,
ADD COLUMN     "againReason" TEXT,
ADD COLUMN     "answers" TEXT NOT NULL DEFAULT 'standard',
ADD COLUMN     "held" JSONB,
ADD COLUMN     "opinions" JSONB,
ADD COLUMN     "recused" JSONB;

-- CreateTable
CREATE TABLE "Recusal" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "enteredById" UUID NOT NULL,
    "enteredByLabel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Recusal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Recusal_meetingId_idx" ON "Recusal"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "Recusal_itemId_userId_key" ON "Recusal"("itemId", "userId");

-- AddForeignKey
ALTER TABLE "Recusal" ADD CONSTRAINT "Recusal_itemId_fkey" FOREIGN KEY ("itemId") REFERENCES "AgendaItem"("id") ON DELETE CASCADE ON UPDATE CASCADE;
