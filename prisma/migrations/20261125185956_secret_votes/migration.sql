-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "cancelAsk" JSONB,
ADD COLUMN     "cancelReason" TEXT,
ADD COLUMN     "keyId" UUID,
ADD COLUMN     "publicKey" TEXT,
ADD COLUMN     "sealBytes" INTEGER;

-- CreateTable
CREATE TABLE "SealedBallot" (
    "voteId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "receipt" TEXT NOT NULL,
    "changes" INTEGER NOT NULL DEFAULT 0,
    "castAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SealedBallot_pkey" PRIMARY KEY ("voteId","userId")
);

-- CreateTable
CREATE TABLE "VoteTurnout" (
    "voteId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "receipt" TEXT NOT NULL,

    CONSTRAINT "VoteTurnout_pkey" PRIMARY KEY ("voteId","userId")
);

-- CreateTable
CREATE TABLE "AnonymousBallot" (
    "id" UUID NOT NULL,
    "voteId" UUID NOT NULL,
    "choice" TEXT NOT NULL,

    CONSTRAINT "AnonymousBallot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AnonymousBallot_voteId_idx" ON "AnonymousBallot"("voteId");

-- CreateIndex
CREATE UNIQUE INDEX "Vote_keyId_key" ON "Vote"("keyId");

-- AddForeignKey
ALTER TABLE "SealedBallot" ADD CONSTRAINT "SealedBallot_voteId_fkey" FOREIGN KEY ("voteId") REFERENCES "Vote"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "VoteTurnout" ADD CONSTRAINT "VoteTurnout_voteId_fkey" FOREIGN KEY ("voteId") REFERENCES "Vote"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AnonymousBallot" ADD CONSTRAINT "AnonymousBallot_voteId_fkey" FOREIGN KEY ("voteId") REFERENCES "Vote"("id") ON DELETE CASCADE ON UPDATE CASCADE;
