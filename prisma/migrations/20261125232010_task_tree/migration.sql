-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "assigneeId" UUID,
ADD COLUMN     "assigneeLabel" TEXT,
ADD COLUMN     "depth" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "giverUnitId" UUID,
ADD COLUMN     "monitorLabel" TEXT,
ADD COLUMN     "parentId" UUID,
ADD COLUMN     "typeCode" TEXT NOT NULL DEFAULT 'general';

-- AlterTable
ALTER TABLE "TaskCoordinator" ADD COLUMN     "acceptedAt" TIMESTAMPTZ(3),
ADD COLUMN     "askedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "dueOn" DATE,
ADD COLUMN     "finishedAt" TIMESTAMPTZ(3),
ADD COLUMN     "lastActAt" TIMESTAMPTZ(3),
ADD COLUMN     "note" TEXT,
ADD COLUMN     "state" TEXT NOT NULL DEFAULT 'asked';

-- CreateTable
CREATE TABLE "TaskType" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "evidence" TEXT NOT NULL DEFAULT 'any',
    "mayLeaveChildren" BOOLEAN NOT NULL DEFAULT false,
    "confirmDays" INTEGER NOT NULL DEFAULT 3,
    "rank" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "TaskType_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "TaskAncestor" (
    "taskId" UUID NOT NULL,
    "ancestorId" UUID NOT NULL,
    "distance" INTEGER NOT NULL,

    CONSTRAINT "TaskAncestor_pkey" PRIMARY KEY ("taskId","ancestorId")
);

-- CreateTable
CREATE TABLE "TaskFollower" (
    "taskId" UUID NOT NULL,
    "unitId" UUID NOT NULL,

    CONSTRAINT "TaskFollower_pkey" PRIMARY KEY ("taskId","unitId")
);

-- CreateTable
CREATE TABLE "TaskDemand" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "unitId" UUID NOT NULL,
    "unitName" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "askedById" UUID NOT NULL,
    "askedByLabel" TEXT NOT NULL,
    "answer" TEXT,
    "answeredAt" TIMESTAMPTZ(3),
    "answeredById" UUID,
    "answeredByLabel" TEXT,

    CONSTRAINT "TaskDemand_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskComment" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "mentions" JSONB NOT NULL DEFAULT '[]',
    "byUserId" UUID NOT NULL,
    "byLabel" TEXT NOT NULL,
    "unitName" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TaskComment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskSeen" (
    "taskId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "unitId" UUID,
    "firstAt" TIMESTAMPTZ(3) NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "TaskSeen_pkey" PRIMARY KEY ("taskId","userId")
);

-- CreateTable
CREATE TABLE "TaskBatch" (
    "id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "byUserId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "items" JSONB NOT NULL,
    "undoneAt" TIMESTAMPTZ(3),

    CONSTRAINT "TaskBatch_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "TaskAncestor_ancestorId_idx" ON "TaskAncestor"("ancestorId");

-- CreateIndex
CREATE INDEX "TaskFollower_unitId_idx" ON "TaskFollower"("unitId");

-- CreateIndex
CREATE INDEX "TaskDemand_taskId_askedAt_idx" ON "TaskDemand"("taskId", "askedAt");

-- CreateIndex
CREATE INDEX "TaskDemand_unitId_status_dueAt_idx" ON "TaskDemand"("unitId", "status", "dueAt");

-- CreateIndex
CREATE INDEX "TaskComment_taskId_at_idx" ON "TaskComment"("taskId", "at");

-- CreateIndex
CREATE INDEX "TaskSeen_taskId_unitId_idx" ON "TaskSeen"("taskId", "unitId");

-- CreateIndex
CREATE INDEX "TaskBatch_byUserId_at_idx" ON "TaskBatch"("byUserId", "at");

-- CreateIndex
CREATE INDEX "Task_parentId_idx" ON "Task"("parentId");

-- CreateIndex
CREATE INDEX "Task_giverUnitId_idx" ON "Task"("giverUnitId");

-- CreateIndex
CREATE INDEX "Task_assigneeId_idx" ON "Task"("assigneeId");

-- AddForeignKey
ALTER TABLE "Task" ADD CONSTRAINT "Task_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Task"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskAncestor" ADD CONSTRAINT "TaskAncestor_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskAncestor" ADD CONSTRAINT "TaskAncestor_ancestorId_fkey" FOREIGN KEY ("ancestorId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskFollower" ADD CONSTRAINT "TaskFollower_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskDemand" ADD CONSTRAINT "TaskDemand_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskComment" ADD CONSTRAINT "TaskComment_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskSeen" ADD CONSTRAINT "TaskSeen_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Parts given before parts had a time of their own were given with their task.
UPDATE "TaskCoordinator" c SET "askedAt" = t."assignedAt" FROM "Task" t WHERE t.id = c."taskId" AND t."assignedAt" IS NOT NULL;

-- Kinds of tasks a house starts with, an administrator may change them.
INSERT INTO "TaskType"(code, name, evidence, "mayLeaveChildren", "confirmDays", rank) VALUES
  ('general', 'Nhiệm vụ chung', 'any', false, 3, 0),
  ('document', 'Soạn thảo, trình văn bản', 'number', false, 3, 1),
  ('field', 'Việc tại hiện trường', 'file', false, 2, 2),
  ('guidance', 'Chỉ đạo, theo dõi chung', 'none', true, 5, 3);
