// A province as a bench needs it: units, people and years of tasks, written in a few statements. Rows are what the commands
// would have written as far as lists and boards read them.
import type { Pool } from 'pg'
import { fold } from '#app/domain/search/fold.ts'

export const PROVINCE = { units: 140, users: 5_000, open: 20_000, closed: 200_000 }

/** What tasks are called: of these every search is made, too. */
const VERBS = ['Rà soát', 'Xây dựng', 'Tham mưu', 'Kiểm tra', 'Hoàn thành', 'Báo cáo', 'Phê duyệt', 'Triển khai', 'Tổng hợp', 'Giải quyết'] as const
export const SUBJECTS = [
  'quy hoạch sử dụng đất', 'kế hoạch đầu tư công', 'dữ liệu dân cư', 'hồ sơ giải phóng mặt bằng', 'phương án phòng chống thiên tai', 'đề án chuyển đổi số',
  'chính sách hỗ trợ hộ nghèo', 'giấy phép khai thác khoáng sản', 'sắp xếp trường học', 'kiên cố hóa đường giao thông', 'cải cách thủ tục hành chính', 'phát triển rừng bền vững',
] as const

/**
 * Adds units up to `PROVINCE.units`, users, and tasks: a third with a coordinating unit, open ones due from a month ago to two
 * months on, finished ones over three years, one in six late. `giverId` gave them all, `monitorId` watches over them.
 */
export async function storeProvince(pool: Pool, by: { giverId: string; monitorId: string }): Promise<void> {
  const run = (text: string, values: unknown[] = []) => pool.query(text, values)
  await run(
    `INSERT INTO "OrgUnit"(id, name, kind, "validFrom", "searchText")
     SELECT gen_random_uuid(), 'UBND xã Số ' || g, 'commune', '2025-07-01', 'ubnd xa so ' || g
       FROM generate_series(1, $1::int - (SELECT count(*)::int FROM "OrgUnit")) g`,
    [PROVINCE.units],
  )
  await run(`INSERT INTO "TaskField"(code, name, rank) SELECT 'linh-vuc-' || g, 'Lĩnh vực ' || g, g FROM generate_series(1, 8) g ON CONFLICT DO NOTHING`)
  await run(
    `WITH u AS (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS of FROM "OrgUnit"),
          person AS (INSERT INTO "User"(id, username, "displayName", "passwordHash", "searchText")
            SELECT gen_random_uuid(), 'can-bo-' || g, 'Cán bộ ' || g, '', 'can bo ' || g FROM generate_series(1, $1::int) g RETURNING id, username)
     INSERT INTO "Position"(id, "userId", "unitId", role, title, "validFrom")
     SELECT gen_random_uuid(), p.id, u.id, 'unit_clerk', 'Chuyên viên', '2025-07-01'
       FROM person p JOIN u ON u.n = 1 + split_part(p.username, '-', 3)::int % u.of`,
    [PROVINCE.users],
  )
  const titles = VERBS.flatMap(v => SUBJECTS.map(s => `${v} ${s}`))
  await run(
    `WITH u AS (SELECT id, name, "searchText", row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS of FROM "OrgUnit" WHERE kind <> 'province')
     INSERT INTO "Task"(id, code, title, content, urgency, state, "sourceKind", "sourceLabel", "giverId", "giverLabel", "monitorId", "monitorLabel", "leadUnitId", "fieldCode",
       "deadlineOn", "originalDeadlineOn", progress, "assignedAt", "acceptedAt", "submittedAt", "completedAt", "updatedAt", "createdAt", "searchText")
     SELECT gen_random_uuid(), 'NV-' || g, t.title || ' số ' || g, t.title || ' số ' || g,
       (ARRAY['normal','normal','normal','urgent','very_urgent'])[1 + g % 5],
       CASE WHEN g > $1::int THEN 'done' ELSE (ARRAY['assigned','in_progress','in_progress','waiting_confirmation','in_progress','refused','paused','in_progress'])[1 + g % 8] END,
       (ARRAY['conclusion','document','plan'])[1 + g % 3], 'Văn bản số ' || g / 7, $3::uuid, 'Chủ tịch UBND tỉnh', $4::uuid, 'Văn phòng', u.id, 'linh-vuc-' || (1 + g % 8),
       d.due, d.due, CASE WHEN g > $1::int THEN 100 ELSE g % 100 END, d.due - interval '40 days', d.due - interval '39 days', f.at, f.at, COALESCE(f.at, now() - g % 600 * interval '1 hour'), d.due - interval '40 days',
       t.folded || ' so ' || g || ' van ban so ' || g / 7 || ' ' || u."searchText"
     FROM generate_series(1, $1::int + $2::int) g
     JOIN u ON u.n = 1 + (g * 7) % u.of
     CROSS JOIN LATERAL (SELECT ($5::text[])[1 + g * 13 % cardinality($5::text[])] AS title, ($6::text[])[1 + g * 13 % cardinality($5::text[])] AS folded) t
     CROSS JOIN LATERAL (SELECT CASE WHEN g > $1::int THEN current_date - 30 - g % 1000 ELSE current_date - 30 + g % 90 END AS due) d
     CROSS JOIN LATERAL (SELECT CASE WHEN g > $1::int THEN d.due + CASE WHEN g % 6 = 0 THEN 5 ELSE -2 END * interval '1 day' END AS at) f`,
    [PROVINCE.open, PROVINCE.closed, by.giverId, by.monitorId, titles, titles.map(fold)],
  )
  await run(
    `WITH u AS (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS of FROM "OrgUnit" WHERE kind <> 'province')
     INSERT INTO "TaskCoordinator"("taskId", "unitId", part, state)
     SELECT t.id, u.id, 'Phối hợp thực hiện', CASE WHEN t.state = 'done' THEN 'done' ELSE 'accepted' END
       FROM "Task" t JOIN u ON u.n = 1 + (substr(t.code, 4)::int * 11) % u.of AND u.id <> t."leadUnitId" WHERE substr(t.code, 4)::int % 3 = 0`,
  )
  await run('ANALYZE')
}
