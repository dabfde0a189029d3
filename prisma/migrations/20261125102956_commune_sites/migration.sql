-- AlterTable
ALTER TABLE "User" ADD COLUMN     "isNamedOnly" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "MeetingParticipant" ADD COLUMN     "siteId" UUID;

-- CreateTable
CREATE TABLE "Site" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "unitId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PersonalPin" (
    "userId" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "isOwn" BOOLEAN NOT NULL,
    "setById" UUID NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL,
    "fails" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "PersonalPin_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "BallotGrant" (
    "id" UUID NOT NULL,
    "voteId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "operatorId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "usedAt" TIMESTAMPTZ(3),

    CONSTRAINT "BallotGrant_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Site_unitId_idx" ON "Site"("unitId");

-- CreateIndex
CREATE UNIQUE INDEX "Site_meetingId_unitId_key" ON "Site"("meetingId", "unitId");

-- CreateIndex
CREATE INDEX "MeetingParticipant_siteId_idx" ON "MeetingParticipant"("siteId");

-- AddForeignKey
ALTER TABLE "Site" ADD CONSTRAINT "Site_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "Meeting"("id") ON DELETE CASCADE ON UPDATE CASCADE;
