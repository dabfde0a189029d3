-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "pausedFrom" TEXT;

-- CreateTable
CREATE TABLE "TaskExtension" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "reason" TEXT NOT NULL,
    "fromOn" DATE NOT NULL,
    "askedOn" DATE NOT NULL,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "askedById" UUID NOT NULL,
    "askedByLabel" TEXT NOT NULL,
    "grantedOn" DATE,
    "note" TEXT,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedByLabel" TEXT,

    CONSTRAINT "TaskExtension_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TaskExtension_taskId_status_idx" ON "TaskExtension"("taskId", "status");

-- AddForeignKey
ALTER TABLE "TaskExtension" ADD CONSTRAINT "TaskExtension_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;
