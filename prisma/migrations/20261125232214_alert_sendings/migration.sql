-- CreateTable
CREATE TABLE "AlertLine" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "step" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "deadlineOn" DATE NOT NULL,
    "userId" UUID NOT NULL,
    "insteadOfId" UUID,
    "onDay" DATE NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AlertLine_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertMessage" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "dayOn" DATE NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "claimedAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "reason" TEXT,
    "detail" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AlertMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AlertMessageLine" (
    "lineId" UUID NOT NULL,
    "channel" TEXT NOT NULL,
    "messageId" UUID NOT NULL,

    CONSTRAINT "AlertMessageLine_pkey" PRIMARY KEY ("lineId","channel")
);

-- CreateTable
CREATE TABLE "AlertPreference" (
    "userId" UUID NOT NULL,
    "channels" TEXT[],
    "quietFrom" INTEGER,
    "quietTo" INTEGER,
    "isOnDaysOffToo" BOOLEAN NOT NULL DEFAULT false,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AlertPreference_pkey" PRIMARY KEY ("userId")
);

-- CreateTable
CREATE TABLE "PushDevice" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PushDevice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Substitution" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "substituteId" UUID NOT NULL,
    "fromOn" DATE NOT NULL,
    "toOn" DATE NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "createdById" UUID NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Substitution_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "TaskWarning" (
    "id" UUID NOT NULL,
    "taskId" UUID NOT NULL,
    "deadlineOn" DATE NOT NULL,
    "reasons" JSONB NOT NULL,
    "raisedOn" DATE NOT NULL,

    CONSTRAINT "TaskWarning_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AlertLine_userId_onDay_idx" ON "AlertLine"("userId", "onDay");

-- CreateIndex
CREATE UNIQUE INDEX "AlertLine_taskId_step_deadlineOn_userId_key" ON "AlertLine"("taskId", "step", "deadlineOn", "userId");

-- CreateIndex
CREATE INDEX "AlertMessage_status_dueAt_idx" ON "AlertMessage"("status", "dueAt");

-- CreateIndex
CREATE INDEX "AlertMessage_dayOn_idx" ON "AlertMessage"("dayOn");

-- CreateIndex
CREATE UNIQUE INDEX "AlertMessage_userId_channel_dayOn_key" ON "AlertMessage"("userId", "channel", "dayOn");

-- CreateIndex
CREATE INDEX "AlertMessageLine_messageId_idx" ON "AlertMessageLine"("messageId");

-- CreateIndex
CREATE UNIQUE INDEX "PushDevice_endpoint_key" ON "PushDevice"("endpoint");

-- CreateIndex
CREATE INDEX "PushDevice_userId_idx" ON "PushDevice"("userId");

-- CreateIndex
CREATE INDEX "Substitution_userId_toOn_idx" ON "Substitution"("userId", "toOn");

-- CreateIndex
CREATE INDEX "Substitution_substituteId_toOn_idx" ON "Substitution"("substituteId", "toOn");

-- CreateIndex
CREATE INDEX "Substitution_toOn_idx" ON "Substitution"("toOn");

-- CreateIndex
CREATE INDEX "TaskWarning_deadlineOn_idx" ON "TaskWarning"("deadlineOn");

-- CreateIndex
CREATE UNIQUE INDEX "TaskWarning_taskId_deadlineOn_key" ON "TaskWarning"("taskId", "deadlineOn");

-- AddForeignKey
ALTER TABLE "AlertMessage" ADD CONSTRAINT "AlertMessage_userId_fkey" FOREIGN KEY ("userId") REFERENCES "User"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertMessageLine" ADD CONSTRAINT "AlertMessageLine_lineId_fkey" FOREIGN KEY ("lineId") REFERENCES "AlertLine"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AlertMessageLine" ADD CONSTRAINT "AlertMessageLine_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "AlertMessage"("id") ON DELETE CASCADE ON UPDATE CASCADE;
