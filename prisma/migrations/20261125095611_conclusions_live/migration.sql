-- AlterTable
ALTER TABLE "ConclusionLine" ADD COLUMN     "agreed" JSONB,
ADD COLUMN     "hand" JSONB,
ADD COLUMN     "marks" JSONB,
ADD COLUMN     "toldVersion" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "sourceChangedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "ConclusionAgreement" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "lines" JSONB NOT NULL,
    "tasks" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "byUserId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "recalledAt" TIMESTAMPTZ(3),
    "recalledById" UUID,

    CONSTRAINT "ConclusionAgreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConclusionComment" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "lineId" UUID,
    "userId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConclusionComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConclusionFile" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "addedById" UUID NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ConclusionFile_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ConclusionAgreement_meetingId_idx" ON "ConclusionAgreement"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "ConclusionAgreement_itemId_n_key" ON "ConclusionAgreement"("itemId", "n");

-- CreateIndex
CREATE INDEX "ConclusionComment_meetingId_at_idx" ON "ConclusionComment"("meetingId", "at");

-- CreateIndex
CREATE INDEX "ConclusionFile_meetingId_idx" ON "ConclusionFile"("meetingId");

-- CreateIndex
CREATE INDEX "ConclusionFile_fileId_idx" ON "ConclusionFile"("fileId");

-- AddForeignKey
ALTER TABLE "ConclusionFile" ADD CONSTRAINT "ConclusionFile_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Lines that stand were told to the screens when they were written.
UPDATE "ConclusionLine" SET "toldVersion" = "version";
