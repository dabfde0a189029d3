-- CreateTable
CREATE TABLE "ChairDecision" (
    "id" UUID NOT NULL,
    "matter" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "documentNumber" TEXT NOT NULL,
    "documentOn" DATE NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "decidedOn" DATE NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "enteredById" UUID NOT NULL,
    "enteredLabel" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "meetingId" UUID,
    "itemId" UUID,
    "reportedAt" TIMESTAMPTZ(3),
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawReason" TEXT,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "ChairDecision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ChairDecision_meetingId_idx" ON "ChairDecision"("meetingId");

-- CreateIndex
CREATE INDEX "ChairDecision_reportedAt_decidedOn_idx" ON "ChairDecision"("reportedAt", "decidedOn");
