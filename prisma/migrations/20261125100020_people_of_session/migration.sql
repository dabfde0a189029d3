-- AlterTable
ALTER TABLE "Meeting" ADD COLUMN     "chairLostAt" TIMESTAMPTZ(3),
ADD COLUMN     "chairSeenAt" TIMESTAMPTZ(3),
ADD COLUMN     "doorSecret" TEXT NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "presidingId" UUID;

-- AlterTable
ALTER TABLE "MeetingParticipant" ADD COLUMN     "inviteGrade" TEXT,
ADD COLUMN     "mandateDocument" TEXT;

-- CreateTable
CREATE TABLE "AttendanceCorrection" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "intervalId" UUID NOT NULL,
    "before" JSONB NOT NULL,
    "after" JSONB,
    "reason" TEXT NOT NULL,
    "correctedById" UUID NOT NULL,
    "correctedLabel" TEXT NOT NULL,
    "correctedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AttendanceCorrection_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AbsenceRequest" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "substituteUserId" UUID,
    "substituteLabel" TEXT,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedById" UUID,
    "decidedLabel" TEXT,
    "decisionReason" TEXT,

    CONSTRAINT "AbsenceRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ParticipantRemoval" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "snapshot" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "removedById" UUID NOT NULL,
    "removedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ParticipantRemoval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChairAssignment" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "documentNumber" TEXT NOT NULL,
    "documentOn" DATE NOT NULL,
    "enteredById" UUID NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ChairAssignment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PresidingInterval" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "participantId" UUID NOT NULL,
    "assignmentId" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "document" TEXT NOT NULL,
    "how" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3),
    "endedById" UUID,

    CONSTRAINT "PresidingInterval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "AttendanceCorrection_meetingId_correctedAt_idx" ON "AttendanceCorrection"("meetingId", "correctedAt");

-- CreateIndex
CREATE INDEX "AbsenceRequest_meetingId_status_idx" ON "AbsenceRequest"("meetingId", "status");

-- CreateIndex
CREATE INDEX "AbsenceRequest_participantId_idx" ON "AbsenceRequest"("participantId");

-- CreateIndex
CREATE INDEX "ParticipantRemoval_meetingId_idx" ON "ParticipantRemoval"("meetingId");

-- CreateIndex
CREATE INDEX "ChairAssignment_meetingId_revokedAt_idx" ON "ChairAssignment"("meetingId", "revokedAt");

-- CreateIndex
CREATE INDEX "PresidingInterval_meetingId_to_idx" ON "PresidingInterval"("meetingId", "to");
