-- Each list and figure of the task boards has the index it reads by. Partial, expression and trigram indexes have no place in
-- Prisma's schema, so they live here. The expression is that of the keyset: what has no deadline stands last.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "Task_open_due" ON "Task" (COALESCE("deadlineOn", '9999-12-31'::date), id) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused');
CREATE INDEX "Task_open_due_unit" ON "Task" ("leadUnitId", COALESCE("deadlineOn", '9999-12-31'::date), id) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused');
CREATE INDEX "Task_open_given" ON "Task" ("assignedAt" DESC, id DESC) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused');
CREATE INDEX "Task_open_changed" ON "Task" ("updatedAt" DESC, id DESC) WHERE state IN ('assigned', 'in_progress', 'waiting_confirmation', 'refused', 'paused');
CREATE INDEX "Task_done" ON "Task" ("completedAt" DESC, id DESC) WHERE state = 'done';
CREATE INDEX "Task_done_unit" ON "Task" ("leadUnitId", "completedAt" DESC, id DESC) WHERE state = 'done';
CREATE INDEX "Task_due" ON "Task" ("deadlineOn", id);
CREATE INDEX "Task_search" ON "Task" USING gin ("searchText" gin_trgm_ops);
CREATE INDEX "Task_code_search" ON "Task" USING gin (lower(code) gin_trgm_ops);
-- Figures are counted from this index alone.
CREATE INDEX "Task_figures" ON "Task" (state, "leadUnitId") INCLUDE (kind, "isSentBack", "deadlineOn", "originalDeadlineOn", "submittedAt", "completedAt", "assignedAt", "sourceKind", "fieldCode", "giverId", "parentId", urgency);
CREATE INDEX "TaskExtension_waiting" ON "TaskExtension" ("taskId") WHERE status = 'waiting';

-- Fields the work of a province is looked at by. Names and order are data from here on.
INSERT INTO "TaskField" (code, name, rank) VALUES
  ('economy', 'Kinh tế, tài chính, ngân sách', 1),
  ('industry', 'Công thương, xây dựng, giao thông', 2),
  ('agriculture', 'Nông nghiệp, môi trường', 3),
  ('society', 'Văn hóa, y tế, giáo dục', 4),
  ('digital', 'Khoa học, công nghệ, chuyển đổi số', 5),
  ('interior', 'Nội chính, tổ chức bộ máy, tư pháp', 6),
  ('defence', 'Quốc phòng, an ninh, đối ngoại', 7),
  ('general', 'Tổng hợp, cải cách hành chính', 8)
ON CONFLICT (code) DO NOTHING;
