import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { PrismaClient } from '#server/db/generated/client.ts'
import { startActing } from './acting.ts'
import { itemId, novemberId, seedMeetings } from './meetings.ts'
import { seedPapers } from './papers.ts'
import { seedPeople, userId } from './people.ts'
import { seedProvince } from './province.ts'
import { readData } from './read-data.ts'
import { seedTasks } from './tasks.ts'

/**
 * Loads the province; with DEMO=1 also people, meetings, tasks and papers. A second run finds what is there and
 * changes nothing. Environment: DATABASE_URL, DATA_DIR (default .data), DEMO.
 */
const url = process.env.DATABASE_URL
if (!url) {
  process.stderr.write('Thiếu biến môi trường DATABASE_URL.\n')
  process.exit(1)
}
const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: url }) })
const pool = new pg.Pool({ connectionString: url, max: 2 })
const say = (line: string) => process.stdout.write(`${line}\n`)
const now = new Date()

try {
  say('Nạp đơn vị, ngày nghỉ, bộ quy tắc')
  const units = await seedProvince(db)
  if (process.env.DEMO === '1') {
    say('Nạp người dùng minh họa')
    await seedPeople(db, units)
    if (!(await db.meeting.findUnique({ where: { id: novemberId } }))) {
      const acting = await startActing(db, pool)
      say('Nạp nhiệm vụ Đề án 603')
      await seedTasks(db, acting, units, readData<CalendarDay[]>('holidays.json'), now)
      say('Nạp phiên họp')
      await seedMeetings(db, acting, units, now)
      await db.eventLog.updateMany({ where: { screenAt: null }, data: { screenAt: now, jobAt: now } })
    }
    say('Tạo tài liệu họp')
    const items = await db.agendaItem.findMany({ where: { meetingId: novemberId }, orderBy: { rank: 'asc' }, select: { id: true, title: true } })
    items.sort((a, b) => (a.id === itemId('2026-11', 1) ? -1 : b.id === itemId('2026-11', 1) ? 1 : 0))
    await seedPapers(db, { meetingId: novemberId, items, uploaderId: userId('thuky1'), dataDir: process.env.DATA_DIR ?? '.data', now })
  }
} finally {
  await db.$disconnect()
  await pool.end()
}
