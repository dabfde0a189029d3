-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "cardId" UUID;

-- CreateTable
CREATE TABLE "OpinionCard" (
    "id" UUID NOT NULL,
    "code" TEXT,
    "title" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "basis" TEXT NOT NULL DEFAULT '',
    "leadUnitId" UUID,
    "isCollective" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "days" INTEGER NOT NULL,
    "isOthersShown" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "draftedById" UUID NOT NULL,
    "draftedLabel" TEXT NOT NULL,
    "draftedAt" TIMESTAMPTZ(3) NOT NULL,
    "submittedAt" TIMESTAMPTZ(3),
    "submittedLabel" TEXT,
    "returnReason" TEXT,
    "approvedAt" TIMESTAMPTZ(3),
    "approvedLabel" TEXT,
    "sentAt" TIMESTAMPTZ(3),
    "sentLabel" TEXT,
    "rule" JSONB,
    "base" INTEGER,
    "deadlineOn" DATE,
    "closesAt" TIMESTAMPTZ(3),
    "remindAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "closedHow" TEXT,
    "closedLabel" TEXT,
    "result" JSONB,
    "concludedAt" TIMESTAMPTZ(3),
    "concludedLabel" TEXT,
    "conclusion" TEXT,
    "recalledAt" TIMESTAMPTZ(3),
    "recalledLabel" TEXT,
    "recallReason" TEXT,
    "replacesId" UUID,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "OpinionCard_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpinionCardMember" (
    "cardId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "unitName" TEXT NOT NULL,
    "unitId" UUID,
    "rank" INTEGER NOT NULL,
    "isChair" BOOLEAN NOT NULL DEFAULT false,
    "choice" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "fileId" UUID,
    "answeredAt" TIMESTAMPTZ(3),
    "changes" INTEGER NOT NULL DEFAULT 0,
    "receipt" TEXT,
    "draft" JSONB,
    "proposal" JSONB,
    "remindedAt" TIMESTAMPTZ(3),
    "isLapsed" BOOLEAN NOT NULL DEFAULT false,
    "explanation" JSONB,

    CONSTRAINT "OpinionCardMember_pkey" PRIMARY KEY ("cardId","userId")
);

-- CreateTable
CREATE TABLE "OpinionCardPaper" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "fileId" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "addedAt" TIMESTAMPTZ(3) NOT NULL,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "OpinionCardPaper_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OpinionCardExtension" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "fromOn" DATE NOT NULL,
    "toOn" DATE NOT NULL,
    "reason" TEXT NOT NULL,
    "byLabel" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OpinionCardExtension_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "OpinionCard_code_key" ON "OpinionCard"("code");

-- CreateIndex
CREATE UNIQUE INDEX "OpinionCard_replacesId_key" ON "OpinionCard"("replacesId");

-- CreateIndex
CREATE INDEX "OpinionCard_status_closesAt_idx" ON "OpinionCard"("status", "closesAt");

-- CreateIndex
CREATE INDEX "OpinionCard_status_remindAt_idx" ON "OpinionCard"("status", "remindAt");

-- CreateIndex
CREATE INDEX "OpinionCard_sentAt_idx" ON "OpinionCard"("sentAt");

-- CreateIndex
CREATE INDEX "OpinionCardMember_userId_idx" ON "OpinionCardMember"("userId");

-- CreateIndex
CREATE INDEX "OpinionCardMember_unitId_idx" ON "OpinionCardMember"("unitId");

-- CreateIndex
CREATE INDEX "OpinionCardMember_fileId_idx" ON "OpinionCardMember"("fileId");

-- CreateIndex
CREATE INDEX "OpinionCardPaper_cardId_idx" ON "OpinionCardPaper"("cardId");

-- CreateIndex
CREATE INDEX "OpinionCardPaper_fileId_idx" ON "OpinionCardPaper"("fileId");

-- CreateIndex
CREATE UNIQUE INDEX "OpinionCardExtension_cardId_n_key" ON "OpinionCardExtension"("cardId", "n");

-- CreateIndex
CREATE INDEX "Task_cardId_idx" ON "Task"("cardId");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "OpinionCard"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCard" ADD CONSTRAINT "OpinionCard_replacesId_fkey" FOREIGN KEY ("replacesId") REFERENCES "OpinionCard"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCardMember" ADD CONSTRAINT "OpinionCardMember_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "OpinionCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCardMember" ADD CONSTRAINT "OpinionCardMember_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCardPaper" ADD CONSTRAINT "OpinionCardPaper_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "OpinionCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCardPaper" ADD CONSTRAINT "OpinionCardPaper_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OpinionCardExtension" ADD CONSTRAINT "OpinionCardExtension_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "OpinionCard"("id") ON DELETE CASCADE ON UPDATE CASCADE;
