-- AlterTable
ALTER TABLE "StoredFile" ADD COLUMN     "viewSha256" TEXT,
ADD COLUMN     "viewSize" BIGINT;

-- CreateTable
CREATE TABLE "PresentingGrant" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "grantedById" UUID NOT NULL,
    "grantedAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PresentingGrant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InkStroke" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "paperId" UUID NOT NULL,
    "page" INTEGER NOT NULL,
    "colour" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "points" DOUBLE PRECISION[],
    "byId" UUID NOT NULL,
    "drawnAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "InkStroke_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonalNote" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "itemId" UUID,
    "paperId" UUID,
    "page" INTEGER,
    "text" TEXT NOT NULL,
    "searchText" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PersonalNote_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PresentingGrant_meetingId_itemId_idx" ON "PresentingGrant"("meetingId", "itemId");

-- CreateIndex
CREATE INDEX "InkStroke_meetingId_paperId_page_idx" ON "InkStroke"("meetingId", "paperId", "page");

-- CreateIndex
CREATE INDEX "PersonalNote_userId_meetingId_idx" ON "PersonalNote"("userId", "meetingId");

-- AddForeignKey
ALTER TABLE "PresentingGrant" ADD CONSTRAINT "PresentingGrant_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InkStroke" ADD CONSTRAINT "InkStroke_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PersonalNote" ADD CONSTRAINT "PersonalNote_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;
