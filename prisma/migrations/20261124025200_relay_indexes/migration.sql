-- The relay looks for what is not yet carried many times a second: only those rows are indexed, so the index stays
-- small however long the log grows. Prisma's schema has no partial indexes, so they live here.
CREATE INDEX "EventLog_screens_due" ON "EventLog" (id) WHERE "screenAt" IS NULL AND seq IS NOT NULL;
CREATE INDEX "EventLog_jobs_due" ON "EventLog" (id) WHERE "jobAt" IS NULL AND seq IS NOT NULL;
CREATE INDEX "EventLog_chain_due" ON "EventLog" (id) WHERE hash IS NULL;
CREATE INDEX "Vote_open" ON "Vote" ("closesAt") WHERE status = 'open';
CREATE INDEX "Task_source" ON "Task" ("sourceLabel");
