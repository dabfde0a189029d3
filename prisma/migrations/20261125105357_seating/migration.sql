-- CreateTable
CREATE TABLE "RoomLayout" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedById" UUID,
    "removedAt" TIMESTAMPTZ(3),

    CONSTRAINT "RoomLayout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SeatPlan" (
    "meetingId" UUID NOT NULL,
    "layoutId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "SeatPlan_pkey" PRIMARY KEY ("meetingId")
);

-- CreateTable
CREATE TABLE "SeatAssignment" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "seatId" TEXT NOT NULL,
    "participantId" UUID NOT NULL,

    CONSTRAINT "SeatAssignment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SeatAssignment_participantId_key" ON "SeatAssignment"("participantId");

-- CreateIndex
CREATE UNIQUE INDEX "SeatAssignment_meetingId_seatId_key" ON "SeatAssignment"("meetingId", "seatId");

-- AddForeignKey
ALTER TABLE "SeatAssignment" ADD CONSTRAINT "SeatAssignment_participantId_fkey" FOREIGN KEY ("participantId") REFERENCES "MeetingParticipant"("id") ON DELETE CASCADE ON UPDATE CASCADE;
