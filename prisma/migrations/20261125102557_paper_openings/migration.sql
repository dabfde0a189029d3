-- CreateTable
CREATE TABLE "PaperOpening" (
    "paperId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PaperOpening_pkey" PRIMARY KEY ("paperId","userId")
);

-- AddForeignKey
ALTER TABLE "PaperOpening" ADD CONSTRAINT "PaperOpening_paperId_fkey" FOREIGN KEY ("paperId") REFERENCES "Paper"("id") ON DELETE CASCADE ON UPDATE CASCADE;
