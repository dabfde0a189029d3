-- What no unit or person has chosen reads past the sub-tasks, and the index of parents held every task that has none: the planner
-- took it for a help and read all of it. What is finished is listed by the same orders as what is open.
DROP INDEX "Task_parentId_idx";
CREATE INDEX "Task_children" ON "Task" ("parentId") WHERE "parentId" IS NOT NULL;
CREATE INDEX "Task_counted_due" ON "Task" (COALESCE("deadlineOn", '9999-12-31'::date), id) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done');
DROP INDEX "Task_open_given";
CREATE INDEX "Task_counted_given" ON "Task" ("assignedAt" DESC, id DESC) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done');
DROP INDEX "Task_open_changed";
CREATE INDEX "Task_counted_changed" ON "Task" ("updatedAt" DESC, id DESC) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused', 'done');
-- Figures of a year read what was finished in it from this index alone, not what was finished ever.
DROP INDEX "Task_done";
CREATE INDEX "Task_done" ON "Task" ("completedAt" DESC, id DESC) INCLUDE (state, "leadUnitId", kind, "isSentBack", "deadlineOn", "originalDeadlineOn", "submittedAt", "assignedAt", "sourceKind", "fieldCode", "giverId", "parentId", urgency) WHERE state = 'done';
