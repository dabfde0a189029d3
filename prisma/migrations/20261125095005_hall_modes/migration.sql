-- AlterTable
ALTER TABLE "HallDisplay" ADD COLUMN     "createdFrom" TEXT,
ADD COLUMN     "message" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "mode" TEXT NOT NULL DEFAULT 'auto',
ADD COLUMN     "seenAt" TIMESTAMPTZ(3),
ADD COLUMN     "theme" TEXT NOT NULL DEFAULT 'light';

-- CreateTable
CREATE TABLE "GuessLimit" (
    "key" TEXT NOT NULL,
    "spent" INTEGER NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "GuessLimit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "HallDisplay_createdFrom_createdAt_idx" ON "HallDisplay"("createdFrom", "createdAt");
