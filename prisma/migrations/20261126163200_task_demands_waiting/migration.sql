-- The Office's queue of urgings reads those without an answer, whichever the unit.
CREATE INDEX "TaskDemand_waiting" ON "TaskDemand" ("dueAt", "askedAt") WHERE status = 'waiting';
