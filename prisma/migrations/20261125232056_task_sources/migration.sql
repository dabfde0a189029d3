-- CreateTable
CREATE TABLE "SourceDocument" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT NOT NULL DEFAULT '',
    "numberKey" TEXT NOT NULL DEFAULT '',
    "issuedOn" DATE,
    "docType" TEXT NOT NULL DEFAULT '',
    "signer" TEXT NOT NULL DEFAULT '',
    "extract" TEXT NOT NULL,
    "urgency" TEXT NOT NULL DEFAULT 'normal',
    "notedAt" TIMESTAMPTZ(3),
    "fileId" UUID,
    "createdById" UUID NOT NULL,
    "createdByLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "SourceDocument_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskSource" (
    "taskId" UUID NOT NULL,
    "documentId" UUID,
    "place" TEXT NOT NULL DEFAULT '',
    "importId" UUID,
    "importRow" INTEGER,
    "dutyId" UUID,
    "period" TEXT,

    CONSTRAINT "TaskSource_pkey" PRIMARY KEY ("taskId")
);

-- CreateTable
CREATE TABLE "Duty" (
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "leadUnitId" UUID NOT NULL,
    "coordinatorIds" UUID[],
    "every" TEXT NOT NULL,
    "dueMonth" INTEGER NOT NULL,
    "dueDay" INTEGER NOT NULL,
    "startsOn" DATE NOT NULL,
    "endsOn" DATE,
    "isOn" BOOLEAN NOT NULL DEFAULT true,
    "nextPeriod" TEXT,
    "nextOpensOn" DATE,
    "urgency" TEXT NOT NULL DEFAULT 'normal',
    "sourceLabel" TEXT NOT NULL,
    "sourceQuote" TEXT,
    "importId" UUID,
    "importRow" INTEGER,
    "giverId" UUID NOT NULL,
    "giverLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "searchText" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanImport" (
    "id" UUID NOT NULL,
    "planLabel" TEXT NOT NULL,
    "fileId" UUID NOT NULL,
    "fileName" TEXT NOT NULL,
    "sheet" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "fixes" JSONB NOT NULL DEFAULT '{}',
    "twins" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "status" TEXT NOT NULL DEFAULT 'open',
    "done" INTEGER NOT NULL DEFAULT 0,
    "total" INTEGER NOT NULL DEFAULT 0,
    "failed" TEXT,
    "runId" UUID,
    "tasks" INTEGER NOT NULL DEFAULT 0,
    "duties" INTEGER NOT NULL DEFAULT 0,
    "createdById" UUID NOT NULL,
    "createdByLabel" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,
    "doneAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "PlanImport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PlanMapping" (
    "userId" UUID NOT NULL,
    "template" TEXT NOT NULL,
    "mapping" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PlanMapping_pkey" PRIMARY KEY ("userId","template")
);

-- CreateIndex
CREATE INDEX "SourceDocument_numberKey_issuedOn_idx" ON "SourceDocument"("numberKey", "issuedOn");

-- CreateIndex
CREATE INDEX "SourceDocument_fileId_idx" ON "SourceDocument"("fileId");

-- CreateIndex
CREATE INDEX "SourceDocument_createdAt_idx" ON "SourceDocument"("createdAt");

-- CreateIndex
CREATE INDEX "TaskSource_documentId_idx" ON "TaskSource"("documentId");

-- CreateIndex
CREATE INDEX "TaskSource_importId_importRow_idx" ON "TaskSource"("importId", "importRow");

-- CreateIndex
CREATE UNIQUE INDEX "TaskSource_dutyId_period_key" ON "TaskSource"("dutyId", "period");

-- CreateIndex
CREATE INDEX "Duty_isOn_nextOpensOn_idx" ON "Duty"("isOn", "nextOpensOn");

-- CreateIndex
CREATE INDEX "Duty_leadUnitId_idx" ON "Duty"("leadUnitId");

-- CreateIndex
CREATE INDEX "Duty_importId_idx" ON "Duty"("importId");

-- CreateIndex
CREATE INDEX "PlanImport_createdById_createdAt_idx" ON "PlanImport"("createdById", "createdAt");

-- CreateIndex
CREATE INDEX "PlanImport_fileId_idx" ON "PlanImport"("fileId");

-- AddForeignKey
ALTER TABLE "SourceDocument" ADD CONSTRAINT "SourceDocument_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskSource" ADD CONSTRAINT "TaskSource_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "Task"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskSource" ADD CONSTRAINT "TaskSource_documentId_fkey" FOREIGN KEY ("documentId") REFERENCES "SourceDocument"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskSource" ADD CONSTRAINT "TaskSource_dutyId_fkey" FOREIGN KEY ("dutyId") REFERENCES "Duty"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "TaskSource" ADD CONSTRAINT "TaskSource_importId_fkey" FOREIGN KEY ("importId") REFERENCES "PlanImport"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_leadUnitId_fkey" FOREIGN KEY ("leadUnitId") REFERENCES "OrgUnit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Duty" ADD CONSTRAINT "Duty_importId_fkey" FOREIGN KEY ("importId") REFERENCES "PlanImport"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PlanImport" ADD CONSTRAINT "PlanImport_fileId_fkey" FOREIGN KEY ("fileId") REFERENCES "StoredFile"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
