-- AlterTable
ALTER TABLE "OrgUnit" ADD COLUMN     "fieldCode" TEXT;

-- AlterTable
ALTER TABLE "Task" ADD COLUMN     "fieldCode" TEXT;

-- CreateTable
CREATE TABLE "TaskField" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "rank" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "TaskField_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "SavedTaskView" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "isDefault" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SavedTaskView_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SavedTaskView_userId_name_key" ON "SavedTaskView"("userId", "name");
