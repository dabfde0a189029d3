-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "sealedAt" TIMESTAMPTZ(3),
ADD COLUMN     "sealedById" UUID;

-- AlterTable
ALTER TABLE "AgendaItem" ADD COLUMN     "adoptedAt" TIMESTAMPTZ(3),
ADD COLUMN     "adoptedHow" TEXT,
ADD COLUMN     "beganAt" TIMESTAMPTZ(3),
ADD COLUMN     "isUndisputed" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "objection" JSONB,
ADD COLUMN     "urgentReason" TEXT;

-- AlterTable
ALTER TABLE "Vote" ADD COLUMN     "blockItemIds" UUID[] DEFAULT ARRAY[]::UUID[];

-- CreateTable
CREATE TABLE "FlowStep" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "act" TEXT NOT NULL,
    "itemId" UUID,
    "before" JSONB NOT NULL,
    "after" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),
    "undoneById" UUID,
    "reason" TEXT,

    CONSTRAINT "FlowStep_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FlowStep_meetingId_n_key" ON "FlowStep"("meetingId", "n");
