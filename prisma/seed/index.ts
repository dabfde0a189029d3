import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import pino from 'pino'
import type { CalendarDay } from '#app/domain/calendar/working-days.ts'
import { makeBatchPool } from '#server/db/batch-pool.ts'
import { PrismaClient } from '#server/db/generated/client.ts'
import { seedCards } from './cards.ts'
import { lastItemId, lastPaperId, novemberId, novemberItemIds, seedMeetings } from './meetings.ts'
import { seedPeople, userId } from './people.ts'
import { seedProvince } from './province.ts'
import { readData } from './read-data.ts'
import { seedTasks, settle } from './tasks.ts'

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
const batchPool = makeBatchPool(url, pino({ level: 'fatal' }))
const say = (line: string) => process.stdout.write(`${line}\n`)
const now = new Date()

try {
  say('Nạp đơn vị, ngày nghỉ, bộ quy tắc')
  const units = await seedProvince(db)
  if (process.env.DEMO === '1') {
    say('Nạp người dùng minh họa')
    await seedPeople(db, units)
    // December's last item is made last: a run that was cut off begins again, and a command already done answers as it did.
    if (!(await db.agendaItem.findUnique({ where: { id: lastItemId } }))) {
      // The program's own commands take a second to load; a run that finds everything in place does without.
      const { startActing } = await import('./acting.ts')
      const acting = await startActing(db, pool, batchPool)
      say('Nạp nhiệm vụ Đề án 603')
      await seedTasks(db, acting, units, readData<CalendarDay[]>('holidays.json'), now)
      say('Nạp phiên họp')
      await seedMeetings(db, acting, units, now)
      await seedCards(db, acting, units, now)
      // Sessions give tasks of their own, so the past is closed only when all of it has been told.
      await settle(db, now)
    }
    if (!(await db.paper.findUnique({ where: { id: lastPaperId } }))) {
      say('Tạo tài liệu họp')
      const { seedPapers } = await import('./papers.ts')
      // In the order of the list, and only these: an item somebody added since has no paper of ours.
      const found = await db.agendaItem.findMany({ where: { id: { in: novemberItemIds } }, select: { id: true, title: true, text: true, presenter: true } })
      const items = novemberItemIds.flatMap(id => found.filter(item => item.id === id))
      await seedPapers(db, { meetingId: novemberId, items, uploaderId: userId('thuky1'), dataDir: process.env.DATA_DIR ?? '.data', now })
    }
  }
} finally {
  await db.$disconnect()
  await batchPool.end()
  await pool.end()
}
